import type { Database, Statement } from 'better-sqlite3'
import { CaseContent, type EvalCase } from '../../../shared/domain/eval-set.ts'
import { CaseId, type EvalSetId } from '../../../shared/domain/ids.ts'

interface CaseRow {
  readonly row_no: number
  readonly case_id: string
  readonly position: number
  readonly content: string
}

/** Rows of a run's grid: 0, 1 … in the order of the eval set. */
export interface SnapshotCase {
  readonly rowNo: number
  readonly evalCase: EvalCase
}

/**
 * Cases as they were when a run began. Runs on an unchanged eval set share one snapshot, told by the set's content hash;
 * editing a case later never changes what an old run shows.
 */
export class SnapshotStore {
  readonly #find: Statement<[string, string], { no: number }>
  readonly #begin: Statement<[string, string]>
  readonly #finish: Statement<[number]>
  readonly #dropUnfinished: Statement<[string, string]>
  readonly #page: Statement<[number, number, number], CaseRow>
  readonly #rowOf: Statement<[number, string], { row_no: number }>
  readonly #insert: (snapshotNo: number, firstRowNo: number, cases: readonly EvalCase[]) => void

  constructor(db: Database) {
    this.#find = db.prepare(
      'SELECT no FROM case_snapshot WHERE eval_set_id = ? AND content_hash = ? AND is_complete = 1',
    )
    this.#begin = db.prepare('INSERT INTO case_snapshot (eval_set_id, content_hash, is_complete) VALUES (?, ?, 0)')
    this.#finish = db.prepare('UPDATE case_snapshot SET is_complete = 1 WHERE no = ?')
    this.#dropUnfinished = db.prepare(
      'DELETE FROM case_snapshot WHERE eval_set_id = ? AND content_hash = ? AND is_complete = 0',
    )
    this.#page = db.prepare(`SELECT row_no, case_id, position, content FROM snapshot_case
      WHERE snapshot_no = ? AND row_no >= ? ORDER BY row_no LIMIT ?`)
    this.#rowOf = db.prepare('SELECT row_no FROM snapshot_case WHERE snapshot_no = ? AND case_id = ?')
    const add = db.prepare(
      'INSERT INTO snapshot_case (snapshot_no, row_no, case_id, position, content) VALUES (?, ?, ?, ?, ?)',
    )
    const insert = db.transaction((snapshotNo: number, firstRowNo: number, cases: readonly EvalCase[]) => {
      for (const [index, { id, position, ...content }] of cases.entries())
        add.run(snapshotNo, firstRowNo + index, id, position, JSON.stringify(content))
    })
    this.#insert = (snapshotNo, firstRowNo, cases) => insert.immediate(snapshotNo, firstRowNo, cases)
  }

  find(evalSetId: EvalSetId, contentHash: string): number | null {
    return this.#find.get(evalSetId, contentHash)?.no ?? null
  }

  /** Starts a snapshot; until `finish` nobody finds it, and what a crash left of an earlier try is thrown away. */
  begin(evalSetId: EvalSetId, contentHash: string): number {
    this.#dropUnfinished.run(evalSetId, contentHash)
    return Number(this.#begin.run(evalSetId, contentHash).lastInsertRowid)
  }

  add(snapshotNo: number, firstRowNo: number, cases: readonly EvalCase[]): void {
    this.#insert(snapshotNo, firstRowNo, cases)
  }

  finish(snapshotNo: number): void {
    this.#finish.run(snapshotNo)
  }

  page(snapshotNo: number, firstRowNo: number, limit: number): readonly SnapshotCase[] {
    return this.#page.all(snapshotNo, firstRowNo, limit).map(toCase)
  }

  rowOf(snapshotNo: number, caseId: CaseId): number | null {
    return this.#rowOf.get(snapshotNo, caseId)?.row_no ?? null
  }
}

function toCase(row: CaseRow): SnapshotCase {
  const content = CaseContent.parse(JSON.parse(row.content))
  return { rowNo: row.row_no, evalCase: { id: CaseId.parse(row.case_id), position: row.position, ...content } }
}
