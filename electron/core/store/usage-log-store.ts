import type { Database, Statement } from 'better-sqlite3'
import { z } from 'zod'
import { AppError } from '../../../shared/contract/errors.ts'
import type { ProjectId } from '../../../shared/domain/ids.ts'
import { UsageLog, type UsageLogId, UsageProblem } from '../../../shared/domain/usage-log.ts'
import type { UsageRecord } from '../../../shared/import/usage/read-usage-row.ts'
import type { StoreClock } from './store-clock.ts'

/** A record with what makes it one row of the library. */
export interface PricedRecord {
  readonly record: UsageRecord
  /** Tells the row apart within its project. */
  readonly hash: number
  readonly modelNo: number
  /** By the catalog's prices; null = unpriced. */
  readonly pricedNanoUsd: number | null
}

export interface NewUsageLog {
  readonly projectId: ProjectId
  readonly name: string
  readonly formatId: string
  readonly tagNames: readonly string[]
}

interface LogRow {
  readonly no: number
  readonly id: string
  readonly project_id: string
  readonly name: string
  readonly format_id: string
  readonly tag_names: string
  readonly state: string
  readonly row_count: number
  readonly duplicate_count: number
  readonly bad_count: number
  readonly problems: string
  readonly first_at_ms: number | null
  readonly last_at_ms: number | null
  readonly cost_nano_usd: number
  readonly unpriced_count: number
  readonly created_at: string
}

const MAX_KNOWN_TAGS = 200_000
const TAG_SLOTS = [0, 1, 2, 3, 4, 5]
const DROP_ROWS = 2000

/** Imported usage logs and their rows; nothing here is money that this application spends. */
export class UsageLogStore {
  readonly #clock: StoreClock
  readonly #begin: Statement
  readonly #get: Statement<[string], LogRow>
  readonly #list: Statement<[string], LogRow>
  readonly #row: Statement
  readonly #count: Statement
  readonly #note: Statement<[number, string, string, string]>
  readonly #finish: Statement<[string]>
  readonly #stale: Statement<[string], string>
  readonly #dropRows: Statement<{ id: string; limit: number }>
  readonly #dropLog: Statement<[string]>
  readonly #addModel: Statement<[string, string | null]>
  readonly #modelNo: Statement<[string], number>
  readonly #addTag: Statement<[string]>
  readonly #tagNo: Statement<[string], number>
  readonly #rename: Statement<[string, string]>
  /** Of values seen lately; let go when they are too many, since the table has them. */
  readonly #tags = new Map<string, number>()
  readonly #storeAll: (
    logNo: number,
    rows: readonly PricedRecord[],
    from: number,
    goOn: (index: number) => boolean,
  ) => number

  constructor(db: Database, clock: StoreClock) {
    this.#clock = clock
    this.#begin =
      db.prepare(`INSERT INTO usage_log (id, project_id, name, format_id, tag_names, state, created_at, touched_at)
      VALUES (@id, @projectId, @name, @formatId, @tagNames, 'reading', @now, @now)`)
    this.#get = db.prepare('SELECT * FROM usage_log WHERE id = ?')
    this.#list = db.prepare('SELECT * FROM usage_log WHERE project_id = ? ORDER BY created_at DESC, no DESC')
    this.#row =
      db.prepare(`INSERT INTO usage_row (log_no, hash, at_ms, calls, model_no, is_error, input_tokens, cache_read_tokens,
      cache_write_5m_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens, cost_nano_usd, priced_nano_usd, latency_ms,
      prompt_hash, tag_1, tag_2, tag_3, tag_4, tag_5, tag_6)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`)
    this.#count =
      db.prepare(`UPDATE usage_log SET row_count = row_count + @rows, duplicate_count = duplicate_count + @duplicates,
      cost_nano_usd = cost_nano_usd + @cost, unpriced_count = unpriced_count + @unpriced,
      first_at_ms = min(ifnull(first_at_ms, @first), ifnull(@first, first_at_ms)),
      last_at_ms = max(ifnull(last_at_ms, @last), ifnull(@last, last_at_ms)),
      first_row_no = ifnull(first_row_no, @firstNo), last_row_no = ifnull(@lastNo, last_row_no), touched_at = @now WHERE no = @no`)
    this.#note = db.prepare('UPDATE usage_log SET bad_count = ?, problems = ?, touched_at = ? WHERE id = ?')
    this.#finish = db.prepare(`UPDATE usage_log SET state = 'complete' WHERE id = ?`)
    this.#stale = db
      .prepare<[string], string>(`SELECT id FROM usage_log WHERE state = 'reading' AND touched_at < ?`)
      .pluck()
    this.#dropRows =
      db.prepare(`DELETE FROM usage_row WHERE no IN (SELECT r.no FROM usage_row r JOIN usage_log l ON l.no = r.log_no
      WHERE l.id = @id AND r.no BETWEEN l.first_row_no AND l.last_row_no LIMIT @limit)`)
    this.#dropLog = db.prepare('DELETE FROM usage_log WHERE id = ?')
    this.#addModel = db.prepare(`INSERT INTO usage_model (name, model_id) VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET model_id = excluded.model_id`)
    this.#modelNo = db.prepare<[string], number>('SELECT no FROM usage_model WHERE name = ?').pluck()
    this.#addTag = db.prepare('INSERT INTO usage_tag (value) VALUES (?)')
    this.#tagNo = db.prepare<[string], number>('SELECT no FROM usage_tag WHERE value = ?').pluck()
    this.#rename = db.prepare('UPDATE usage_log SET name = ? WHERE id = ?')
    const storeAll = db.transaction(
      (logNo: number, rows: readonly PricedRecord[], from: number, goOn: (index: number) => boolean) =>
        this.#write(logNo, rows, from, goOn),
    )
    this.#storeAll = (logNo, rows, from, goOn) => storeAll.immediate(logNo, rows, from, goOn)
  }

  begin({ projectId, name, formatId, tagNames }: NewUsageLog): { readonly no: number; readonly id: UsageLogId } {
    const id = this.#clock.newId()
    const now = this.#clock.nowIso()
    const { lastInsertRowid } = this.#begin.run({
      id,
      projectId,
      name,
      formatId,
      tagNames: JSON.stringify(tagNames),
      now,
    })
    // Made by the id port, which makes ids of every kind.
    return { no: Number(lastInsertRowid), id: id as UsageLogId }
  }

  /** @throws AppError `not-found` */
  get(id: UsageLogId): UsageLog {
    const row = this.#get.get(id)
    if (!row) throw new AppError('not-found', `There is no usage log ${id}.`)
    return toLog(row)
  }

  /** Newest first; those that are being read among them. */
  list(projectId: ProjectId): readonly UsageLog[] {
    return this.#list.all(projectId).map(toLog)
  }

  rename(id: UsageLogId, name: string): UsageLog {
    this.#rename.run(name, id)
    return this.get(id)
  }

  /** The number of a model's name, and which model of the catalog it is. */
  modelNo(name: string, modelId: string | null): number {
    this.#addModel.run(name, modelId)
    return this.#modelNo.get(name) ?? 0
  }

  /**
   * Stores rows in one transaction until `goOn` says no; those that the project has already are counted as duplicates.
   *
   * @returns the index of the first row that is left
   */
  add(logNo: number, rows: readonly PricedRecord[], from: number, goOn: (index: number) => boolean): number {
    return this.#storeAll(logNo, rows, from, goOn)
  }

  note(id: UsageLogId, badCount: number, problems: readonly UsageProblem[]): void {
    this.#note.run(badCount, JSON.stringify(problems), this.#clock.nowIso(), id)
  }

  finish(id: UsageLogId): UsageLog {
    this.#finish.run(id)
    return this.get(id)
  }

  /** Logs whose reading was given up: nobody has added to them since. */
  staleSince(moment: string): readonly UsageLogId[] {
    // Written by begin.
    return this.#stale.all(moment) as UsageLogId[]
  }

  /** Takes some of a log's rows away; with the last of them the log goes. False = nothing is left. */
  drop(id: UsageLogId): boolean {
    if (this.#dropRows.run({ id, limit: DROP_ROWS }).changes > 0) return true
    this.#dropLog.run(id)
    return false
  }

  #write(logNo: number, rows: readonly PricedRecord[], from: number, goOn: (index: number) => boolean): number {
    let [stored, duplicates, cost, unpriced, at] = [0, 0, 0, 0, from]
    let [first, last]: (number | null)[] = [null, null]
    let [firstNo, lastNo]: (number | bigint | null)[] = [null, null]
    for (; at < rows.length && goOn(at); at++) {
      const row = rows[at]
      if (row === undefined) break
      const { changes, lastInsertRowid } = this.#put(logNo, row)
      if (changes === 0) {
        duplicates += 1
        continue
      }
      stored += 1
      firstNo ??= lastInsertRowid
      lastNo = lastInsertRowid
      const { atMs, costNanoUsd } = row.record
      const amount = costNanoUsd ?? row.pricedNanoUsd
      if (amount === null) unpriced += 1
      else cost += amount
      if (atMs === null) continue
      first = first === null || atMs < first ? atMs : first
      last = last === null || atMs > last ? atMs : last
    }
    const now = this.#clock.nowIso()
    this.#count.run({ no: logNo, rows: stored, duplicates, cost, unpriced, first, last, firstNo, lastNo, now })
    return at
  }

  #put(logNo: number, { record, hash, modelNo, pricedNanoUsd }: PricedRecord) {
    const [tag1, tag2, tag3, tag4, tag5, tag6] = TAG_SLOTS.map((slot) => this.#tag(record.tags[slot] ?? null))
    const isError = record.isError === null ? null : Number(record.isError)
    const { atMs, calls, inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens } = record
    const { outputTokens, reasoningTokens, costNanoUsd, latencyMs, promptHash } = record
    const input = [inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens]
    const rest = [outputTokens, reasoningTokens, costNanoUsd, pricedNanoUsd, latencyMs, promptHash]
    return this.#row.run(
      logNo,
      hash,
      atMs,
      calls,
      modelNo,
      isError,
      ...input,
      ...rest,
      tag1,
      tag2,
      tag3,
      tag4,
      tag5,
      tag6,
    )
  }

  #tag(value: string | null): number | null {
    if (value === null) return null
    const known = this.#tags.get(value)
    if (known !== undefined) return known
    const no = this.#tagNo.get(value) ?? Number(this.#addTag.run(value).lastInsertRowid)
    if (this.#tags.size >= MAX_KNOWN_TAGS) this.#tags.clear()
    this.#tags.set(value, no)
    return no
  }
}

function toLog(row: LogRow): UsageLog {
  return UsageLog.parse({
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    formatId: row.format_id,
    tagNames: z.array(z.string()).parse(JSON.parse(row.tag_names)),
    state: row.state,
    rowCount: row.row_count,
    duplicateCount: row.duplicate_count,
    badCount: row.bad_count,
    problems: z.array(UsageProblem).parse(JSON.parse(row.problems)),
    firstAtMs: row.first_at_ms,
    lastAtMs: row.last_at_ms,
    costNanoUsd: row.cost_nano_usd,
    unpricedCount: row.unpriced_count,
    createdAt: row.created_at,
  })
}
