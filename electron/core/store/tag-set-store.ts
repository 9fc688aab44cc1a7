import type { Database, Statement } from 'better-sqlite3'
import { z } from 'zod'
import { CallTag } from '../../../shared/domain/call-tag.ts'

const Tags = z.array(CallTag)

/** Sets of tags, each stored once, however many attempts share it. */
export class TagSetStore {
  readonly #find: Statement<[string], { no: number }>
  readonly #insert: Statement<[string]>
  readonly #tags: Statement<[number], { tags: string }>

  constructor(db: Database) {
    this.#find = db.prepare('SELECT no FROM tag_set WHERE tags = ?')
    this.#insert = db.prepare('INSERT INTO tag_set (tags) VALUES (?)')
    this.#tags = db.prepare('SELECT tags FROM tag_set WHERE no = ?')
  }

  /** Null for none. @param tags in order, so that the same tags are the same set */
  numberOf(tags: readonly CallTag[]): number | null {
    if (tags.length === 0) return null
    const text = JSON.stringify(tags)
    return this.#find.get(text)?.no ?? Number(this.#insert.run(text).lastInsertRowid)
  }

  /** None where a recovery of the library lost the set: what its attempts cost must be booked all the same. */
  tagsOf(no: number): readonly CallTag[] {
    const row = this.#tags.get(no)
    return row ? Tags.parse(JSON.parse(row.tags)) : []
  }
}
