import type { Database, Statement } from 'better-sqlite3'
import type { ExactCount } from '../../../shared/domain/calibration.ts'
import type { ModelId } from '../../../shared/domain/ids.ts'

/** What providers counted when they were asked: the same content is never asked about twice. */
export class TokenCountStore {
  readonly #find: Statement<[Buffer], { tokens: number; counted_at: string }>
  readonly #put: Statement<[Buffer, string, number, string]>

  constructor(db: Database) {
    this.#find = db.prepare('SELECT tokens, counted_at FROM token_count WHERE content_key = ?')
    this.#put = db.prepare(
      'INSERT OR REPLACE INTO token_count (content_key, model_id, tokens, counted_at) VALUES (?, ?, ?, ?)',
    )
  }

  find(contentKey: Buffer): ExactCount | null {
    const row = this.#find.get(contentKey)
    return row ? { tokens: row.tokens, countedAt: row.counted_at } : null
  }

  put(contentKey: Buffer, modelId: ModelId, { tokens, countedAt }: ExactCount): void {
    this.#put.run(contentKey, modelId, tokens, countedAt)
  }
}
