import type { Database, Statement } from 'better-sqlite3'
import type { ModelId, VariantId } from '../../../shared/domain/ids.ts'
import { Usage } from '../../../shared/domain/usage.ts'

/** One column of a run that asked a model. */
export interface AskedColumn {
  readonly runNo: number
  readonly columnNo: number
  readonly snapshotNo: number
  readonly variantId: VariantId
  readonly caseCount: number
  readonly doneCount: number
}

export interface AnsweredUsage {
  readonly replyNo: number
  readonly usage: Usage
}

interface ColumnRow {
  readonly run_no: number
  readonly column_no: number
  readonly snapshot_no: number
  readonly variant_id: string
  readonly case_count: number
  readonly done_count: number
}

/** What past calls used, read one cell at a time by key: no query here grows with the cells of the library. */
export class UsageStore {
  readonly #columns: Statement<[string, number], ColumnRow>
  readonly #usage: Statement<[number, number, number], { no: number; usage: string }>

  constructor(db: Database) {
    this.#columns = db.prepare(`SELECT c.run_no, c.column_no, r.snapshot_no, c.variant_id, r.case_count, r.done_count
      FROM run_column c JOIN run r ON r.no = c.run_no WHERE c.model_id = ? ORDER BY c.run_no DESC LIMIT ?`)
    this.#usage = db.prepare(`SELECT r.no, r.usage FROM cell c JOIN reply r ON r.no = c.reply_no
      WHERE c.run_no = ? AND c.row_no = ? AND c.column_no = ? AND c.state = 'answered' ORDER BY c.repeat_no LIMIT 1`)
  }

  /** The newest columns that asked the model, newest first. */
  columnsOf(modelId: ModelId, limit: number): readonly AskedColumn[] {
    return this.#columns.all(modelId, limit).map((row) => ({
      runNo: row.run_no,
      columnNo: row.column_no,
      snapshotNo: row.snapshot_no,
      // Written by RunStore from a checked run.
      variantId: row.variant_id as VariantId,
      caseCount: row.case_count,
      doneCount: row.done_count,
    }))
  }

  /** The usage of a row's first answered trial; null while there is none. */
  usageOf({ runNo, columnNo }: AskedColumn, rowNo: number): AnsweredUsage | null {
    const row = this.#usage.get(runNo, rowNo, columnNo)
    if (!row) return null
    const usage = Usage.nullable().parse(JSON.parse(row.usage))
    return usage && { replyNo: row.no, usage }
  }
}
