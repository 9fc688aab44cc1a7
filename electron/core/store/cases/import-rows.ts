import type { Database, Statement } from 'better-sqlite3'
import { AppError } from '../../../../shared/contract/errors.ts'
import { EvalSetId } from '../../../../shared/domain/ids.ts'

interface ImportRow {
  readonly eval_set_id: string
  readonly is_new: number
}

/** The SQL of imports under way: while one's row is there, its cases are not seen (see CaseRows). */
export class ImportRows {
  readonly #begin: Statement<[string, number, string]>
  readonly #get: Statement<[number], ImportRow>
  readonly #touch: Statement<[string, number]>
  readonly #end: Statement<[number]>
  readonly #untouched: Statement<[string], number>
  readonly #dropCases: Statement<[number, number]>
  readonly #dropSet: Statement<[string]>

  constructor(db: Database) {
    // Above every number that cases still carry: one that came back would show, or take away, cases of another import.
    this.#begin = db.prepare(`INSERT INTO case_import (no, eval_set_id, is_new, touched_at)
      SELECT 1 + max(ifnull((SELECT max(import_no) FROM eval_case WHERE import_no IS NOT NULL), 0),
        ifnull((SELECT max(no) FROM case_import), 0)), ?, ?, ?`)
    this.#get = db.prepare('SELECT eval_set_id, is_new FROM case_import WHERE no = ?')
    this.#touch = db.prepare('UPDATE case_import SET touched_at = ? WHERE no = ?')
    this.#end = db.prepare('DELETE FROM case_import WHERE no = ?')
    this.#untouched = db.prepare<[string], number>('SELECT no FROM case_import WHERE touched_at < ?').pluck()
    this.#dropCases = db.prepare(
      'DELETE FROM eval_case WHERE rowid IN (SELECT rowid FROM eval_case WHERE import_no = ? LIMIT ?)',
    )
    this.#dropSet = db.prepare('DELETE FROM eval_set WHERE id = ?')
  }

  begin(evalSetId: EvalSetId, isNew: boolean, now: string): number {
    return Number(this.#begin.run(evalSetId, isNew ? 1 : 0, now).lastInsertRowid)
  }

  /** @throws AppError `conflict` when another process took it for one that was left over */
  touch(importNo: number, now: string): { readonly evalSetId: EvalSetId } {
    const row = this.#get.get(importNo)
    if (!row)
      throw new AppError('conflict', 'The import stood still too long and was taken back. Import the file again.')
    this.#touch.run(now, importNo)
    return { evalSetId: EvalSetId.parse(row.eval_set_id) }
  }

  end(importNo: number): void {
    this.#end.run(importNo)
  }

  untouchedSince(moment: string): readonly number[] {
    return this.#untouched.all(moment)
  }

  /** Some of its cases; with the last of them the import goes, and the eval set that it made. False = nothing is left. */
  drop(importNo: number, limit: number): boolean {
    const row = this.#get.get(importNo)
    if (!row) return false
    if (this.#dropCases.run(importNo, limit).changes > 0) return true
    this.#end.run(importNo)
    if (row.is_new === 1) this.#dropSet.run(row.eval_set_id)
    return false
  }
}
