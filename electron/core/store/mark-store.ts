import type { Database, Statement } from 'better-sqlite3'
import type { CellMark } from '../../../shared/domain/run.ts'
import type { CellRef } from './ledger-store.ts'
import type { StoreClock } from './sqlite/store-clock.ts'

/**
 * Thumbs, scores, comments, labels and highlights that humans gave to the answers of cells; automatic scores are elsewhere. Each knows the
 * answer that it was given to, which may have been asked again since.
 */
export class MarkStore {
  readonly #clock: StoreClock
  readonly #put: Statement
  readonly #remove: Statement

  constructor(db: Database, clock: StoreClock) {
    this.#clock = clock
    this.#put =
      db.prepare(`INSERT OR REPLACE INTO cell_mark (run_no, row_no, column_no, repeat_no, thumb, score, comment,
      label, is_highlighted, marked_at, reply_no) VALUES (@runNo, @rowNo, @columnNo, @repeatNo, @thumb, @score, @comment,
      @label, @isHighlighted, @now, COALESCE(@replyNo, (SELECT reply_no FROM cell WHERE run_no = @runNo
        AND row_no = @rowNo AND column_no = @columnNo AND repeat_no = @repeatNo)))`)
    this.#remove = db.prepare(`DELETE FROM cell_mark WHERE run_no = @runNo AND row_no = @rowNo AND column_no = @columnNo
      AND repeat_no = @repeatNo`)
  }

  /**
   * Puts a mark in place of the one before; one that says nothing takes it away.
   *
   * @param replyNo the answer that it is given to; null = the one that stands in the cell
   */
  set({ runNo, rowNo, columnNo, repeatNo }: CellRef, mark: CellMark, replyNo: number | null = null): void {
    const ref = { runNo, rowNo, columnNo, repeatNo }
    const { thumb, score, comment, label, isHighlighted } = mark
    if (thumb === null && score === null && comment === '' && label === '' && !isHighlighted) {
      this.#remove.run(ref)
      return
    }
    this.#put.run({
      ...ref,
      replyNo,
      thumb: thumb === null ? null : Number(thumb),
      score,
      comment,
      label,
      isHighlighted: isHighlighted ? 1 : 0,
      now: this.#clock.nowIso(),
    })
  }
}
