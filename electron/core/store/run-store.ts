import type { Database, Statement } from 'better-sqlite3'
import { z } from 'zod'
import { AppError } from '../../../shared/contract/errors.ts'
import { JobId, ProjectId, RunId } from '../../../shared/domain/ids.ts'
import { CatalogModel } from '../../../shared/domain/model.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'
import { OtherModel, type Run, RunColumn, RunSpec, RunState } from '../../../shared/domain/run.ts'
import { Assertion } from '../../../shared/domain/score.ts'
import { HAS_OPEN_BATCHES } from './batch-store.ts'

export interface NewRun {
  readonly id: RunId
  readonly name: string
  readonly spec: RunSpec
  readonly columns: readonly RunColumn[]
  readonly assertions: readonly Assertion[]
  /** The models as they are now: their prices are the run's price snapshot. */
  readonly models: readonly CatalogModel[]
  /** Models that judge its outputs, as they are now. */
  readonly judges: readonly CatalogModel[]
  readonly snapshotNo: number
  readonly evalSetName: string
  readonly evalSetHash: string
  readonly caseCount: number
  readonly createdAt: string
}

/** A run with what it takes to work on it. */
export interface StoredRun {
  readonly no: number
  readonly snapshotNo: number
  readonly assertions: readonly Assertion[]
  readonly models: readonly CatalogModel[]
  /** As they were when it began; empty for runs of builds that did not note them. */
  readonly judges: readonly CatalogModel[]
  readonly run: Run
}

interface RunRow {
  readonly no: number
  readonly id: string
  readonly project_id: string
  readonly name: string
  readonly spec: string
  readonly columns: string
  readonly assertions: string
  readonly models: string
  readonly judges: string
  readonly other_models: string
  readonly snapshot_no: number
  readonly eval_set_name: string
  readonly eval_set_hash: string
  readonly case_count: number
  readonly cell_count: number
  readonly state: string
  readonly job_id: string | null
  readonly done_count: number
  readonly error_count: number
  readonly cost_nano_usd: number
  readonly has_unpriced: number
  readonly archived_at: string | null
  readonly created_at: string
  readonly finished_at: string | null
  readonly has_open_batches: number
}

const SELECT = `SELECT *, ${HAS_OPEN_BATCHES} AS has_open_batches FROM run`

/** Runs, without their cells. */
export class RunStore {
  readonly #insert: (run: NewRun) => void
  readonly #get: Statement<[string], RunRow>
  readonly #byJob: Statement<[string], RunRow>
  readonly #list: Statement<[string, number], RunRow>
  readonly #rename: Statement<[string, string]>
  readonly #archive: Statement<[string | null, string]>
  readonly #setBudget: Statement<[string, string]>
  readonly #begin: Statement<[string, string]>
  readonly #end: Statement<[string, string, string]>
  readonly #addCost: Statement<[number, number, number]>
  readonly #noteOther: Statement

  constructor(db: Database) {
    this.#insert = this.#prepareInsert(db)
    this.#get = db.prepare(`${SELECT} WHERE id = ?`)
    this.#byJob = db.prepare(`${SELECT} WHERE job_id = ?`)
    this.#list = db.prepare(`${SELECT} WHERE project_id = ? AND (archived_at IS NULL OR ? = 1)
      ORDER BY created_at DESC, no DESC`)
    this.#rename = db.prepare('UPDATE run SET name = ? WHERE id = ?')
    this.#archive = db.prepare('UPDATE run SET archived_at = ? WHERE id = ?')
    this.#setBudget = db.prepare('UPDATE run SET spec = ? WHERE id = ?')
    this.#begin = db.prepare(
      `UPDATE run SET job_id = ?, state = 'running', finished_at = NULL WHERE id = ? AND state <> 'running'`,
    )
    this.#end = db.prepare('UPDATE run SET state = ?, finished_at = ? WHERE id = ?')
    this.#addCost = db.prepare(
      'UPDATE run SET cost_nano_usd = cost_nano_usd + ?, has_unpriced = max(has_unpriced, ?) WHERE no = ?',
    )
    this.#noteOther = db.prepare(`UPDATE run SET other_models = json_insert(other_models, '$[#]', json(@note))
      WHERE no = @runNo AND NOT EXISTS (SELECT 1 FROM json_each(other_models)
        WHERE value ->> 'asked' = @asked AND value ->> 'answeredBy' = @answeredBy)`)
  }

  create(run: NewRun): StoredRun {
    this.#insert(run)
    return this.get(run.id)
  }

  /** @throws AppError `not-found` */
  get(id: RunId): StoredRun {
    const row = this.#get.get(id)
    if (!row) throw new AppError('not-found', `There is no run ${id}.`)
    return toStoredRun(row)
  }

  /** The run that this job works on, unless a later job took it over. */
  findByJob(jobId: JobId): StoredRun | null {
    const row = this.#byJob.get(jobId)
    return row ? toStoredRun(row) : null
  }

  /** Newest first. */
  list(projectId: ProjectId, withArchived: boolean): readonly Run[] {
    return this.#list.all(projectId, withArchived ? 1 : 0).map((row) => toStoredRun(row).run)
  }

  rename(id: RunId, name: string): void {
    this.#rename.run(name, id)
  }

  archive(id: RunId, archivedAt: string | null): void {
    this.#archive.run(archivedAt, id)
  }

  setBudget(stored: StoredRun, budgetNanoUsd: NanoUsd | null): void {
    this.#setBudget.run(JSON.stringify({ ...stored.run.spec, budgetNanoUsd }), stored.run.id)
  }

  /** A job takes the run; false when another one, here or in another process, has it. */
  begin(id: RunId, jobId: JobId): boolean {
    return this.#begin.run(jobId, id).changes === 1
  }

  end(id: RunId, state: Extract<RunState, 'complete' | 'incomplete'>, finishedAt: string): void {
    this.#end.run(state, finishedAt, id)
  }

  /** Adds what an attempt cost; null = unpriced. */
  addCost(runNo: number, amountNanoUsd: NanoUsd | null): void {
    this.#addCost.run(amountNanoUsd ?? 0, amountNanoUsd === null ? 1 : 0, runNo)
  }

  /** Keeps once who answered in place of a model. Called inside the commit that stores such an answer. */
  noteOther(runNo: number, other: OtherModel | null): void {
    if (other === null) return
    const { asked, answeredBy } = other
    this.#noteOther.run({ runNo, asked, answeredBy, note: JSON.stringify(other) })
  }

  #prepareInsert(db: Database): (run: NewRun) => void {
    const insertRun =
      db.prepare(`INSERT INTO run (id, project_id, name, spec, columns, assertions, models, judges, snapshot_no,
      eval_set_name, eval_set_hash, case_count, cell_count, state, created_at)
      VALUES (@id, @projectId, @name, @spec, @columns, @assertions, @models, @judges, @snapshotNo, @evalSetName, @evalSetHash,
      @caseCount, @cellCount, 'incomplete', @createdAt)`)
    const insertColumn = db.prepare(
      'INSERT INTO run_column (run_no, column_no, prompt_id, variant_id, model_id) VALUES (?, ?, ?, ?, ?)',
    )
    const insert = db.transaction((run: NewRun) => {
      const { lastInsertRowid } = insertRun.run({
        id: run.id,
        projectId: run.spec.projectId,
        name: run.name,
        spec: JSON.stringify(run.spec),
        columns: JSON.stringify(run.columns),
        assertions: JSON.stringify(run.assertions),
        models: JSON.stringify(run.models),
        judges: JSON.stringify(run.judges),
        snapshotNo: run.snapshotNo,
        evalSetName: run.evalSetName,
        evalSetHash: run.evalSetHash,
        caseCount: run.caseCount,
        cellCount: run.caseCount * run.columns.length * run.spec.repeats,
        createdAt: run.createdAt,
      })
      for (const [columnNo, column] of run.columns.entries())
        insertColumn.run(lastInsertRowid, columnNo, column.promptId, column.variantId, column.modelId)
    })
    return (run) => insert.immediate(run)
  }
}

function toStoredRun(row: RunRow): StoredRun {
  const models = z.array(CatalogModel).parse(JSON.parse(row.models))
  const judges = z.array(CatalogModel).parse(JSON.parse(row.judges))
  const run: Run = {
    id: RunId.parse(row.id),
    projectId: ProjectId.parse(row.project_id),
    name: row.name,
    spec: RunSpec.parse(JSON.parse(row.spec)),
    columns: z.array(RunColumn).parse(JSON.parse(row.columns)),
    evalSetName: row.eval_set_name,
    evalSetHash: row.eval_set_hash,
    caseCount: row.case_count,
    priceSnapshot: Object.fromEntries([...judges, ...models].map((model) => [model.id, model.price])),
    otherModels: z.array(OtherModel).parse(JSON.parse(row.other_models)),
    state: row.state !== 'running' && row.has_open_batches === 1 ? 'waiting' : RunState.parse(row.state),
    jobId: row.job_id === null ? null : JobId.parse(row.job_id),
    cellCount: row.cell_count,
    doneCount: row.done_count,
    errorCount: row.error_count,
    costNanoUsd: row.cost_nano_usd,
    hasUnpriced: row.has_unpriced === 1,
    archivedAt: row.archived_at,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  }
  return {
    no: row.no,
    snapshotNo: row.snapshot_no,
    assertions: z.array(Assertion).parse(JSON.parse(row.assertions)),
    models,
    judges,
    run,
  }
}
