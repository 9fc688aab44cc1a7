import type { Database, Statement } from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'
import type { PartialState, PromptPartial } from '../../../shared/domain/partial.ts'
import { keptMoments } from './kept-moments.ts'

interface TextRow {
  readonly no: number
  readonly text: string
  readonly saved_at_ms: number
}

interface MomentRow {
  readonly no: number
  readonly characters: number
  readonly saved_at_ms: number
}

/** All texts of one partial together take no more than this; the oldest go first. */
const MAX_KEPT_CHARACTERS = 20_000_000

/** What a partial said at each pause in typing, thinned out as kept-moments.ts has it. */
export class PartialHistory {
  readonly #add: Statement<[string, string, number]>
  readonly #moments: Statement<[string], MomentRow>
  readonly #get: Statement<[string, number], TextRow>
  readonly #drop: Statement<[number]>

  constructor(db: Database) {
    this.#add = db.prepare('INSERT INTO partial_text (partial_id, text, saved_at_ms) VALUES (?, ?, ?)')
    this.#moments = db.prepare(
      'SELECT no, length(text) AS characters, saved_at_ms FROM partial_text WHERE partial_id = ? ORDER BY no',
    )
    this.#get = db.prepare('SELECT no, text, saved_at_ms FROM partial_text WHERE partial_id = ? AND no = ?')
    this.#drop = db.prepare('DELETE FROM partial_text WHERE no = ?')
  }

  /** In the transaction that changes the text. */
  add({ id, text }: Pick<PromptPartial, 'id' | 'text'>, nowMs: number): void {
    this.#add.run(id, text, nowMs)
    const moments = this.#moments.all(id)
    const stays = keptMoments(
      moments.map((moment) => moment.saved_at_ms),
      nowMs,
    )
    let room = MAX_KEPT_CHARACTERS
    for (const [index, { no, characters }] of [...moments.entries()].reverse()) {
      room -= characters
      const isNewest = index === moments.length - 1
      if (!isNewest && (!stays[index] || room < 0)) this.#drop.run(no)
    }
  }

  /** Newest first. */
  list(id: PromptPartial['id']): PartialState[] {
    return this.#moments
      .all(id)
      .map(({ no, characters, saved_at_ms }) => ({ no, characters, savedAt: new Date(saved_at_ms).toISOString() }))
      .reverse()
  }

  /** @throws AppError `not-found` */
  textAt(id: PromptPartial['id'], no: number): string {
    const row = this.#get.get(id, no)
    if (!row) throw new AppError('not-found', 'This state of the partial is no longer kept.')
    return row.text
  }
}
