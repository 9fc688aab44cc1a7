import { createHash } from 'node:crypto'
import type { Database, Statement } from 'better-sqlite3'
import { ModelId } from '../../../shared/domain/ids.ts'

export interface StoredEmbedding {
  readonly vector: Float32Array
  /** Of the text, by our own count. */
  readonly tokens: number
}

/** Vectors that were paid for, by model and text; which project the text is of does not matter. */
export class EmbeddingStore {
  readonly #put: Statement<[ModelId, Buffer, Buffer, number]>
  readonly #find: Statement<[ModelId, Buffer], { vector: Buffer; tokens: number }>
  readonly #has: Statement<[ModelId, Buffer], number>
  readonly #models: Statement<[], string>
  readonly #bytes: Statement<[ModelId], number>

  constructor(db: Database) {
    this.#put = db.prepare(
      'INSERT OR REPLACE INTO case_embedding (model_id, text_hash, vector, tokens) VALUES (?, ?, ?, ?)',
    )
    this.#find = db.prepare('SELECT vector, tokens FROM case_embedding WHERE model_id = ? AND text_hash = ?')
    this.#has = db
      .prepare<[ModelId, Buffer], number>('SELECT 1 FROM case_embedding WHERE model_id = ? AND text_hash = ?')
      .pluck()
    this.#models = db
      .prepare<[], string>('SELECT model_id FROM case_embedding GROUP BY model_id ORDER BY MAX(no) DESC')
      .pluck()
    this.#bytes = db
      .prepare<[ModelId], number>('SELECT length(vector) FROM case_embedding WHERE model_id = ? LIMIT 1')
      .pluck()
  }

  put(
    modelId: ModelId,
    text: string,
    { vector, tokens }: { readonly vector: readonly number[]; tokens: number },
  ): void {
    this.#put.run(modelId, embeddedTextHash(text), Buffer.from(Float32Array.from(vector).buffer), tokens)
  }

  find(modelId: ModelId, text: string): StoredEmbedding | null {
    const row = this.#find.get(modelId, embeddedTextHash(text))
    if (!row) return null
    const { buffer, byteOffset, byteLength } = row.vector
    // A copy: a view of 32-bit floats must begin at a multiple of four.
    return { vector: new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength)), tokens: row.tokens }
  }

  has(modelId: ModelId, text: string): boolean {
    return this.hasHash(modelId, embeddedTextHash(text))
  }

  hasHash(modelId: ModelId, textHash: Buffer): boolean {
    return this.#has.get(modelId, textHash) !== undefined
  }

  /** Numbers of the model's vectors; null = it has embedded nothing. */
  dimensionsOf(modelId: ModelId): number | null {
    const bytes = this.#bytes.get(modelId)
    return bytes === undefined ? null : bytes / Float32Array.BYTES_PER_ELEMENT
  }

  /** Those that have embedded anything, the newest first. */
  modelIds(): readonly ModelId[] {
    return this.#models.all().map((id) => ModelId.parse(id))
  }
}

/** Under what the vectors of a text are kept. */
export function embeddedTextHash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
