import type { Database, Statement } from 'better-sqlite3'
import type { UsageUse } from '../../../shared/domain/usage-log.ts'
import type { UsageRecord } from '../../../shared/import/usage/read-usage-row.ts'

/** A record with what makes it one row of the library. */
export interface PricedRecord {
  readonly record: UsageRecord
  /** Tells the row apart within its project. */
  readonly hash: number
  readonly modelId: string | null
  /** By the catalog's prices; null = unpriced. */
  readonly pricedNanoUsd: number | null
}

/** In the order of `put`, with the uses that fill them; those without are always filled. The tags follow. */
const COLUMNS: readonly (readonly [column: string, ...uses: UsageUse[]])[] = [
  ['log_no'],
  ['hash'],
  ['at_ms'],
  ['calls'],
  ['model_no'],
  ['priced_nano_usd'],
  ['is_error', 'status'],
  ['input_tokens', 'promptTokens', 'inputTokens'],
  ['cache_read_tokens', 'cacheReadTokens'],
  ['cache_write_5m_tokens', 'cacheWrite5mTokens'],
  ['cache_write_1h_tokens', 'cacheWrite1hTokens'],
  ['output_tokens', 'outputTokens'],
  ['reasoning_tokens', 'reasoningTokens'],
  ['cost_nano_usd', 'costUsd', 'costCents'],
  ['latency_ms', 'latencyMs', 'latencySeconds', 'endTime'],
  ['prompt_hash', 'promptHash'],
]
/** Words that are kept in memory; let go when they are too many, since the tables have them. */
const MAX_KNOWN = 200_000

/** Rows of one statement: twice as fast as one by one, and more bring no more (measured). */
const ROWS_AT_ONCE = 32

/** Writes the rows of one log, with only the columns that the log can fill: each one more takes SQLite 0.15 µs (measured). */
export class UsageRowWriter {
  readonly #insertOne: Statement
  readonly #insertMany: Statement
  /** Places in the order of `put`. */
  readonly #picks: readonly number[]
  readonly #values: (number | null)[] = []
  /** Of one row, and of as many as one statement takes. */
  readonly #one: (number | null)[]
  readonly #many: (number | null)[]
  readonly #addModel: Statement<[string, string | null]>
  readonly #modelNo: Statement<[string], number>
  readonly #addTag: Statement<[string]>
  readonly #tagNo: Statement<[string], number>
  readonly #tags = new Map<string, number>()
  readonly #models = new Map<string, number>()
  readonly #logNo: number
  readonly #tagCount: number

  constructor(db: Database, logNo: number, uses: ReadonlySet<UsageUse>, tagCount: number) {
    this.#logNo = logNo
    this.#tagCount = tagCount
    const tags = Array.from({ length: tagCount }, (_, slot): readonly [string] => [`tag_${slot + 1}`])
    const all = [...COLUMNS, ...tags]
    this.#picks = all.flatMap(([, ...own], at) => (own.length === 0 || own.some((use) => uses.has(use)) ? [at] : []))
    this.#one = this.#picks.map(() => null)
    this.#many = Array.from({ length: ROWS_AT_ONCE * this.#picks.length }, () => null)
    const names = this.#picks.map((at) => all[at]?.[0]).join(', ')
    const row = `(${this.#picks.map(() => '?').join(', ')})`
    const insert = (rows: string) =>
      db.prepare(`INSERT INTO usage_row (${names}) VALUES ${rows} ON CONFLICT DO NOTHING`)
    this.#insertOne = insert(row)
    this.#insertMany = insert(Array.from({ length: ROWS_AT_ONCE }, () => row).join(', '))
    this.#addModel = db.prepare(`INSERT INTO usage_model (name, model_id) VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET model_id = excluded.model_id`)
    this.#modelNo = db.prepare<[string], number>('SELECT no FROM usage_model WHERE name = ?').pluck()
    this.#addTag = db.prepare('INSERT INTO usage_tag (value) VALUES (?)')
    this.#tagNo = db.prepare<[string], number>('SELECT no FROM usage_tag WHERE value = ?').pluck()
  }

  /**
   * Stores some rows from `from` on; those that the project has already stay out.
   *
   * @returns the index of the first row that is left
   */
  put(rows: readonly PricedRecord[], from: number): number {
    const isMany = rows.length - from >= ROWS_AT_ONCE
    const end = Math.min(rows.length, from + (isMany ? ROWS_AT_ONCE : 1))
    const into = isMany ? this.#many : this.#one
    for (let at = from, place = 0; at < end; at++) {
      const row = rows[at]
      if (row !== undefined) place = this.#fill(row, into, place)
    }
    ;(isMany ? this.#insertMany : this.#insertOne).run(into)
    return end
  }

  /** @returns the place behind the row */
  #fill({ record, hash, modelId, pricedNanoUsd }: PricedRecord, into: (number | null)[], place: number): number {
    const { tags, isError } = record
    const values = this.#values
    values[0] = this.#logNo
    values[1] = hash
    values[2] = record.atMs
    values[3] = record.calls
    values[4] = this.#modelNoOf(record.model, modelId)
    values[5] = pricedNanoUsd
    values[6] = isError === null ? null : Number(isError)
    values[7] = record.inputTokens
    values[8] = record.cacheReadTokens
    values[9] = record.cacheWrite5mTokens
    values[10] = record.cacheWrite1hTokens
    values[11] = record.outputTokens
    values[12] = record.reasoningTokens
    values[13] = record.costNanoUsd
    values[14] = record.latencyMs
    values[15] = record.promptHash
    for (let slot = 0; slot < this.#tagCount; slot++) values[COLUMNS.length + slot] = this.#tag(tags[slot] ?? null)
    const picks = this.#picks
    for (let at = 0; at < picks.length; at++) into[place + at] = values[picks[at] ?? 0] ?? null
    return place + picks.length
  }

  /** After a transaction that failed: numbers of words that were taken back with it hold no more. */
  forget(): void {
    this.#models.clear()
    this.#tags.clear()
  }

  #modelNoOf(name: string, modelId: string | null): number {
    const known = this.#models.get(name)
    if (known !== undefined) return known
    this.#addModel.run(name, modelId)
    const no = this.#modelNo.get(name) ?? 0
    if (this.#models.size >= MAX_KNOWN) this.#models.clear()
    this.#models.set(name, no)
    return no
  }

  #tag(value: string | null): number | null {
    if (value === null) return null
    const known = this.#tags.get(value)
    if (known !== undefined) return known
    const no = this.#tagNo.get(value) ?? Number(this.#addTag.run(value).lastInsertRowid)
    if (this.#tags.size >= MAX_KNOWN) this.#tags.clear()
    this.#tags.set(value, no)
    return no
  }
}
