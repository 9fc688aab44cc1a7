import type { Database, Statement } from 'better-sqlite3'
import type { PromptId } from '../../../shared/domain/ids.ts'
import { VariantFigures } from '../../../shared/domain/variant-figures.ts'

interface ColumnRow {
  readonly run_no: number
  readonly column_no: number
  readonly variant_id: string
  readonly model_id: string
}

interface MeanRow {
  readonly column_no: number
  readonly answered: number
  readonly mean_score: number | null
  readonly call_nano_usd: number | null
}

/** Score and cost of a prompt's variants in the latest run with answers of each. */
export class FigureStore {
  readonly #columns: Statement<[string], ColumnRow>
  readonly #means: Statement<[number], MeanRow>
  readonly #run: Statement<[number], { id: string; name: string; created_at: string }>

  constructor(db: Database) {
    this.#columns = db.prepare(`SELECT run_no, column_no, variant_id, model_id FROM run_column WHERE prompt_id = ?
      ORDER BY run_no DESC, column_no`)
    this.#means = db.prepare(`SELECT column_no, COUNT(*) AS answered, AVG(score) AS mean_score,
      AVG(cost_nano_usd) AS call_nano_usd FROM cell WHERE run_no = ? AND state = 'answered' GROUP BY column_no`)
    this.#run = db.prepare('SELECT id, name, created_at FROM run WHERE no = ?')
  }

  /** Variants that no run has answered are left out. */
  ofPrompt(promptId: PromptId): VariantFigures[] {
    const columns = this.#columns.all(promptId)
    const figures = new Map<string, VariantFigures>()
    for (const runNo of new Set(columns.map(({ run_no }) => run_no))) {
      const own = columns.filter(({ run_no, variant_id }) => run_no === runNo && !figures.has(variant_id))
      const run = own.length === 0 ? undefined : this.#run.get(runNo)
      if (!run) continue
      const means = new Map(this.#means.all(runNo).map((row) => [row.column_no, row]))
      for (const variantId of new Set(own.map(({ variant_id }) => variant_id))) {
        const models = own.flatMap(({ variant_id, model_id, column_no }) => {
          const mean = means.get(column_no)
          return variant_id === variantId && mean ? [toModel(model_id, mean)] : []
        })
        if (models.length === 0) continue
        const found = { variantId, runId: run.id, runName: run.name, ranAt: run.created_at, models }
        figures.set(variantId, VariantFigures.parse(found))
      }
    }
    return [...figures.values()]
  }
}

function toModel(modelId: string, { answered, mean_score, call_nano_usd }: MeanRow) {
  const callNanoUsd = call_nano_usd === null ? null : Math.round(call_nano_usd)
  return { modelId, answered, meanScore: mean_score, callNanoUsd }
}
