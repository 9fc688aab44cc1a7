import type { Database, Statement } from 'better-sqlite3'
import { z } from 'zod'
import { AppError } from '../../../shared/contract/errors.ts'
import type { ProjectId } from '../../../shared/domain/ids.ts'
import { UsageLog, type UsageLogId, UsageProblem, type UsageUse } from '../../../shared/domain/usage-log.ts'
import type { Checkpointer } from './sqlite/checkpointer.ts'
import type { StoreClock } from './sqlite/store-clock.ts'
import { syncLog } from './sqlite/sync-log.ts'
import { type PricedRecord, UsageRowWriter } from './usage-row-writer.ts'

export interface NewUsageLog {
  readonly projectId: ProjectId
  readonly name: string
  readonly formatId: string
  readonly tagNames: readonly string[]
  /** The process that reads it: see jobOwner. */
  readonly owner: string
  /** What its rows can say. */
  readonly uses: ReadonlySet<UsageUse>
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

const DROP_ROWS = 2000
/** 32 MB: a checkpoint of more takes longer, and fewer of them take less in all. */
const PAGES_DUE = 8000

/** Imported usage logs and their rows; nothing here is money that this application spends. */
export class UsageLogStore {
  readonly #db: Database
  readonly #clock: StoreClock
  readonly #checkpointer: Checkpointer
  readonly #begin: Statement
  readonly #get: Statement<[string], LogRow>
  readonly #list: Statement<[string], LogRow>
  readonly #lastRowNo: Statement<[], number | null>
  readonly #count: Statement
  readonly #note: Statement<[number, string, string, string]>
  readonly #finish: Statement<[string]>
  readonly #underWay: Statement<[], { id: string; owner: string | null; touched_at: string }>
  readonly #dropRows: Statement<{ id: string; limit: number }>
  readonly #dropLog: Statement<[string]>
  readonly #rename: Statement<[string, string]>
  /** Of logs that are being read. */
  readonly #writers = new Map<number, UsageRowWriter>()
  readonly #storeAll: (logNo: number, rows: readonly PricedRecord[], from: number, mayGoOn: () => boolean) => number

  constructor(db: Database, clock: StoreClock, checkpointer: Checkpointer) {
    this.#db = db
    this.#clock = clock
    this.#checkpointer = checkpointer
    this.#begin =
      db.prepare(`INSERT INTO usage_log (id, project_id, name, format_id, tag_names, state, created_at, touched_at,
      owner) VALUES (@id, @projectId, @name, @formatId, @tagNames, 'reading', @now, @now, @owner)`)
    this.#get = db.prepare('SELECT * FROM usage_log WHERE id = ?')
    this.#list = db.prepare('SELECT * FROM usage_log WHERE project_id = ? ORDER BY created_at DESC, no DESC')
    this.#lastRowNo = db.prepare<[], number | null>('SELECT max(no) FROM usage_row').pluck()
    // Rows that a transaction stores are those behind the last one before it, since nobody else writes meanwhile.
    this.#count =
      db.prepare(`UPDATE usage_log SET row_count = row_count + stored, duplicate_count = duplicate_count + @offered - stored,
      cost_nano_usd = cost_nano_usd + cost, unpriced_count = unpriced_count + unpriced,
      first_at_ms = min(ifnull(first_at_ms, first_at), ifnull(first_at, first_at_ms)),
      last_at_ms = max(ifnull(last_at_ms, last_at), ifnull(last_at, last_at_ms)),
      first_row_no = ifnull(first_row_no, first_no), last_row_no = ifnull(last_no, last_row_no), touched_at = @now
      FROM (SELECT count(*) AS stored, ifnull(sum(ifnull(cost_nano_usd, priced_nano_usd)), 0) AS cost,
        count(*) - count(ifnull(cost_nano_usd, priced_nano_usd)) AS unpriced, min(at_ms) AS first_at, max(at_ms) AS last_at,
        min(no) AS first_no, max(no) AS last_no FROM usage_row WHERE no > @before) WHERE usage_log.no = @no`)
    this.#note = db.prepare('UPDATE usage_log SET bad_count = ?, problems = ?, touched_at = ? WHERE id = ?')
    this.#finish = db.prepare(`UPDATE usage_log SET state = 'complete' WHERE id = ?`)
    this.#underWay = db.prepare(`SELECT id, owner, touched_at FROM usage_log WHERE state = 'reading'`)
    this.#dropRows =
      db.prepare(`DELETE FROM usage_row WHERE no IN (SELECT r.no FROM usage_row r JOIN usage_log l ON l.no = r.log_no
      WHERE l.id = @id AND r.no BETWEEN l.first_row_no AND l.last_row_no LIMIT @limit)`)
    this.#dropLog = db.prepare('DELETE FROM usage_log WHERE id = ?')
    this.#rename = db.prepare('UPDATE usage_log SET name = ? WHERE id = ?')
    const storeAll = db.transaction(
      (logNo: number, rows: readonly PricedRecord[], from: number, mayGoOn: () => boolean) =>
        this.#write(logNo, rows, from, mayGoOn),
    )
    this.#storeAll = (logNo, rows, from, mayGoOn) => {
      try {
        return this.#withoutSync(() => storeAll.immediate(logNo, rows, from, mayGoOn))
      } catch (error) {
        this.#writers.get(logNo)?.forget()
        throw error
      }
    }
  }

  begin({ projectId, name, formatId, tagNames, uses, owner }: NewUsageLog): {
    readonly no: number
    readonly id: UsageLogId
  } {
    const id = this.#clock.newId()
    const now = this.#clock.nowIso()
    const tags = JSON.stringify(tagNames)
    const no = Number(this.#begin.run({ id, projectId, name, formatId, tagNames: tags, now, owner }).lastInsertRowid)
    this.#writers.set(no, new UsageRowWriter(this.#db, no, uses, tagNames.length))
    // Made by the id port, which makes ids of every kind.
    return { no, id: id as UsageLogId }
  }

  /** @throws AppError `not-found` */
  get(id: UsageLogId): UsageLog {
    return toLog(this.#row(id))
  }

  /** Newest first; those that are being read among them. */
  list(projectId: ProjectId): readonly UsageLog[] {
    return this.#list.all(projectId).map(toLog)
  }

  rename(id: UsageLogId, name: string): UsageLog {
    this.#rename.run(name, id)
    return this.get(id)
  }

  /** Whether storing would have to wait; the caller waits by itself, and lets others work. */
  get isBusy(): boolean {
    return this.#checkpointer.isBusy
  }

  /**
   * Stores rows in one transaction until `mayGoOn` says no; those that the project has already are counted as duplicates.
   *
   * @returns the index of the first row that is left
   * @throws AppError `conflict` when another process took the log for dead and dropped it
   */
  add(logNo: number, rows: readonly PricedRecord[], from: number, mayGoOn: () => boolean): number {
    return this.#storeAll(logNo, rows, from, mayGoOn)
  }

  /** Brings what was added to the disk, in another thread. */
  async sync(): Promise<void> {
    await syncLog(this.#db.name)
  }

  note(id: UsageLogId, badCount: number, problems: readonly UsageProblem[]): void {
    this.#note.run(badCount, JSON.stringify(problems), this.#clock.nowIso(), id)
  }

  finish(no: number, id: UsageLogId): UsageLog {
    this.#writers.delete(no)
    this.#finish.run(id)
    return this.get(id)
  }

  /** Logs that are being read, by whatever process; without an owner those that an older build began. */
  underWay(): readonly { readonly id: UsageLogId; readonly owner: string | null; readonly touchedAtMs: number }[] {
    return this.#underWay.all().map(({ id, owner, touched_at: touchedAt }) => ({
      // Written by begin.
      id: id as UsageLogId,
      owner,
      touchedAtMs: Date.parse(touchedAt),
    }))
  }

  /** Takes some of a log's rows away; with the last of them the log goes. False = nothing is left, or it was gone already. */
  drop(id: UsageLogId): boolean {
    if (this.#withoutSync(() => this.#dropRows.run({ id, limit: DROP_ROWS })).changes > 0) return true
    const row = this.#get.get(id)
    if (row) this.#writers.delete(row.no)
    this.#dropLog.run(id)
    return false
  }

  /**
   * A commit that does not wait for the disk, which holds the loop for up to 150 ms where it is busy (measured). For what nobody is told
   * of: `sync` and the next commit of anything else bring it there, in order, and a power cut before leaves less of a log.
   */
  #withoutSync<T>(write: () => T): T {
    this.#db.pragma('synchronous = NORMAL')
    try {
      return write()
    } finally {
      this.#db.pragma('synchronous = FULL')
      this.#checkpointer.look(PAGES_DUE)
    }
  }

  #row(id: UsageLogId): LogRow {
    const row = this.#get.get(id)
    if (!row) throw new AppError('not-found', `There is no usage log ${id}.`)
    return row
  }

  #write(logNo: number, rows: readonly PricedRecord[], from: number, mayGoOn: () => boolean): number {
    const writer = this.#writers.get(logNo)
    if (!writer) throw new Error('Only a log that is being read takes rows.')
    const before = this.#lastRowNo.get() ?? 0
    let at = writer.put(rows, from)
    while (at < rows.length && mayGoOn()) at = writer.put(rows, at)
    const counted = this.#count.run({ no: logNo, before, offered: at - from, now: this.#clock.nowIso() })
    // Rows without their log would count as imported before, for ever: the transaction takes them back.
    if (counted.changes === 0)
      throw new AppError('conflict', 'The import of this usage log was ended. Import the file again.')
    return at
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
