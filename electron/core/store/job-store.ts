import type { Database, Statement } from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import { JobSnapshot } from '../../../shared/domain/job.ts'
import { WireError } from '../../../shared/domain/wire-error.ts'

interface JobRow {
  readonly id: string
  readonly kind: string
  readonly subject_id: string
  readonly title: string
  readonly state: string
  readonly revision: number
  readonly done: number
  readonly failed: number
  readonly cached: number
  readonly total: number
  readonly spent_nano_usd: number
  readonly has_unpriced: number
  readonly started_at: string
  readonly updated_at: string
  readonly error: string | null
  readonly owner: string
  readonly heartbeat_at_ms: number
}

/** A job that calls itself running, and the process that said so. */
export interface RunningJob {
  readonly job: JobSnapshot
  readonly owner: string
  readonly heartbeatAtMs: number
}

/** Jobs of every process that works on this library. */
export class JobStore {
  readonly #insert: Statement
  readonly #update: Statement
  readonly #get: Statement<[string], JobRow>
  readonly #list: Statement<[], JobRow>
  readonly #running: Statement<[], JobRow>
  readonly #beat: Statement<[number, string], { is_cancel_asked: number }>
  readonly #askCancel: Statement<[string]>
  readonly #saveProposal: Statement<[string, string]>
  readonly #proposal: Statement<[string], { proposal: string }>

  constructor(db: Database) {
    this.#insert =
      db.prepare(`INSERT INTO job (id, kind, subject_id, title, state, revision, done, failed, cached, total,
      spent_nano_usd, has_unpriced, started_at, updated_at, error, owner, heartbeat_at_ms)
      VALUES (@id, @kind, @subjectId, @title, @state, @revision, @done, @failed, @cached, @total,
      @spentNanoUsd, @hasUnpriced, @startedAt, @updatedAt, @error, @owner, @heartbeatAtMs)`)
    // A terminal state is written once: a second writer, here or in another process, changes nothing.
    this.#update = db.prepare(`UPDATE job SET state = @state, revision = @revision, done = @done, failed = @failed,
      cached = @cached, total = @total, spent_nano_usd = @spentNanoUsd, has_unpriced = @hasUnpriced,
      updated_at = @updatedAt, error = @error WHERE id = @id AND state = 'running'`)
    this.#get = db.prepare('SELECT * FROM job WHERE id = ?')
    this.#list = db.prepare('SELECT * FROM job ORDER BY started_at DESC, id DESC LIMIT 500')
    this.#running = db.prepare(`SELECT * FROM job WHERE state = 'running' ORDER BY started_at DESC, id DESC`)
    this.#beat = db.prepare(
      `UPDATE job SET heartbeat_at_ms = ? WHERE id = ? AND state = 'running' RETURNING is_cancel_asked`,
    )
    this.#askCancel = db.prepare(`UPDATE job SET is_cancel_asked = 1 WHERE id = ? AND state = 'running'`)
    this.#saveProposal = db.prepare('INSERT OR REPLACE INTO compress_proposal (job_id, proposal) VALUES (?, ?)')
    this.#proposal = db.prepare('SELECT proposal FROM compress_proposal WHERE job_id = ?')
  }

  add(job: JobSnapshot, owner: string, heartbeatAtMs: number): void {
    this.#insert.run({ ...toRow(job), owner, heartbeatAtMs })
  }

  /** False when the job had already ended. */
  save(job: JobSnapshot): boolean {
    return this.#update.run(toRow(job)).changes === 1
  }

  /** @throws AppError `not-found` */
  get(id: JobId): JobSnapshot {
    const row = this.#get.get(id)
    if (!row) throw new AppError('not-found', `There is no job ${id}.`)
    return toJob(row)
  }

  /** Newest first; the last 500. */
  list(onlyRunning: boolean): readonly JobSnapshot[] {
    return (onlyRunning ? this.#running : this.#list).all().map(toJob)
  }

  running(): readonly RunningJob[] {
    return this.#running.all().map((row) => ({ job: toJob(row), owner: row.owner, heartbeatAtMs: row.heartbeat_at_ms }))
  }

  /** Says that the owner lives, and hears what others want: to stop it, or that they took it for dead. */
  beat(id: JobId, nowMs: number): 'go-on' | 'cancel' | 'lost' {
    const row = this.#beat.get(nowMs, id)
    if (!row) return 'lost'
    return row.is_cancel_asked === 1 ? 'cancel' : 'go-on'
  }

  askCancel(id: JobId): void {
    this.#askCancel.run(id)
  }

  /** The stored form of a compression's result; null before the job has ended. */
  proposal(id: JobId): unknown {
    const row = this.#proposal.get(id)
    return row ? JSON.parse(row.proposal) : null
  }

  saveProposal(id: JobId, proposal: unknown): void {
    this.#saveProposal.run(id, JSON.stringify(proposal))
  }
}

function toRow(job: JobSnapshot) {
  return { ...job, hasUnpriced: job.hasUnpriced ? 1 : 0, error: job.error === null ? null : JSON.stringify(job.error) }
}

function toJob(row: JobRow): JobSnapshot {
  return JobSnapshot.parse({
    id: row.id,
    kind: row.kind,
    subjectId: row.subject_id,
    title: row.title,
    state: row.state,
    revision: row.revision,
    done: row.done,
    failed: row.failed,
    cached: row.cached,
    total: row.total,
    spentNanoUsd: row.spent_nano_usd,
    hasUnpriced: row.has_unpriced === 1,
    startedAt: row.started_at,
    updatedAt: row.updated_at,
    error: row.error === null ? null : WireError.parse(JSON.parse(row.error)),
  })
}
