import type { Database, Statement } from 'better-sqlite3'
import type { ExactCount } from '../../../shared/domain/calibration.ts'
import type { ModelId } from '../../../shared/domain/ids.ts'
import type { UsageSample } from '../../../shared/tokens/calibrate.ts'

/** What was counted, without its text. */
type CountedText = Omit<UsageSample, 'promptTokens'>

/** What providers counted when they were asked: the same content is never asked about twice. */
export class TokenCountStore {
  readonly #find: Statement<[Buffer], { tokens: number; counted_at: string }>
  readonly #put: Statement<[Buffer, string, number, string, string | null]>
  readonly #newestSample: Statement<[string], { counted_at: string | null }>
  readonly #samples: Statement<[string, string, number], { tokens: number; sample: string }>

  constructor(db: Database) {
    this.#find = db.prepare('SELECT tokens, counted_at FROM token_count WHERE content_key = ?')
    this.#put = db.prepare(
      'INSERT OR REPLACE INTO token_count (content_key, model_id, tokens, counted_at, sample) VALUES (?, ?, ?, ?, ?)',
    )
    this.#newestSample = db.prepare(
      'SELECT MAX(counted_at) AS counted_at FROM token_count WHERE model_id = ? AND sample IS NOT NULL',
    )
    this.#samples = db.prepare(
      `SELECT tokens, sample FROM token_count WHERE model_id = ? AND sample IS NOT NULL AND counted_at > ?
       ORDER BY counted_at DESC LIMIT ?`,
    )
  }

  find(contentKey: Buffer): ExactCount | null {
    const row = this.#find.get(contentKey)
    return row ? { tokens: row.tokens, countedAt: row.counted_at } : null
  }

  /** @param text what the count teaches about the model's tokenizer; null where nothing */
  put(contentKey: Buffer, modelId: ModelId, { tokens, countedAt }: ExactCount, text: CountedText | null): void {
    const sample = text && JSON.stringify({ features: [...text.features], framingTokens: text.framingTokens })
    this.#put.run(contentKey, modelId, tokens, countedAt, sample)
  }

  /** When the newest count that teaches something was made; null = there is none. */
  newestSampleOf(modelId: ModelId): string | null {
    return this.#newestSample.get(modelId)?.counted_at ?? null
  }

  /** Those made after a time (ISO 8601), oldest first; of many the newest. */
  samplesOf(modelId: ModelId, after: string, limit: number): readonly UsageSample[] {
    const rows = this.#samples.all(modelId, after, limit).reverse()
    return rows.map(({ tokens, sample }) => {
      // Only `put` writes it.
      const { features, framingTokens } = JSON.parse(sample) as { features: number[]; framingTokens: number }
      return { features: Float64Array.from(features), framingTokens, promptTokens: tokens }
    })
  }
}
