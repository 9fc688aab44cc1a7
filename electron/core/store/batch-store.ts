import type { Database, Statement } from 'better-sqlite3'
import { Batch, type BatchState } from '../../../shared/domain/batch.ts'
import { BatchId, JobId, type ModelId, type ProviderId, type RunId } from '../../../shared/domain/ids.ts'
import { WireError } from '../../../shared/domain/wire-error.ts'
import type { CellRef } from './ledger-store.ts'

export interface NewBatchRow {
  readonly id: BatchId
  readonly runNo: number
  /** The job that submits it. */
  readonly jobId: JobId
  readonly providerId: ProviderId
  /** Where it goes; null = the vendor's own address. */
  readonly baseUrl: string | null
  readonly modelId: ModelId
}

/** A batch with what it takes to work on it. */
export interface StoredBatch {
  readonly batch: Batch
  readonly runNo: number
  readonly jobId: JobId
  readonly baseUrl: string | null
  readonly submittedAtMs: number
  readonly expiresAtMs: number | null
}

/** What is new about a batch; what is left out stays. */
export interface BatchChange {
  readonly state?: BatchState
  readonly providerBatchId?: string
  readonly requestCount?: number
  readonly succeededCount?: number
  readonly failedCount?: number
  readonly submittedAtMs?: number
  readonly expiresAtMs?: number | null
  readonly lastCheckedAtMs?: number
  readonly error?: WireError | null
}

/** A request of a batch whose result is not stored. */
export interface OpenRequest {
  readonly attemptNo: number
  readonly attempt: number
  readonly cell: CellRef
}

interface BatchRow {
  readonly id: string
  readonly run_id: string
  readonly run_no: number
  readonly job_id: string
  readonly provider_id: string
  readonly base_url: string | null
  readonly model_id: string
  readonly provider_batch_id: string | null
  readonly state: string
  readonly request_count: number
  readonly succeeded_count: number
  readonly failed_count: number
  readonly submitted_at_ms: number
  readonly expires_at_ms: number | null
  readonly last_checked_at_ms: number | null
  readonly error: string | null
}

interface OpenRow {
  readonly no: number
  readonly attempt: number
  readonly run_no: number
  readonly row_no: number
  readonly column_no: number
  readonly repeat_no: number
}

const SELECT = 'SELECT batch.*, run.id AS run_id FROM batch JOIN run ON run.no = batch.run_no'
const OPEN = `('submitting', 'in-progress', 'cancelling', 'ended')`
/** For statements on `run`: whether it waits, which is never stored but follows from its batches (see isOpenBatch). */
export const HAS_OPEN_BATCHES = `EXISTS (SELECT 1 FROM batch WHERE batch.run_no = run.no AND batch.state IN ${OPEN})`
const OPEN_ATTEMPT = `('reserved', 'sent', 'streaming')`

/** Batches with providers, and the ledger's attempts that belong to them. */
export class BatchStore {
  readonly #insert: Statement
  readonly #update: Statement
  readonly #remove: Statement<[string]>
  readonly #get: Statement<[string], BatchRow>
  readonly #all: Statement<[], BatchRow>
  readonly #ofRun: Statement<[string], BatchRow>
  readonly #open: Statement<[], BatchRow>
  readonly #preparing: Statement<[string], BatchRow>
  readonly #isTaken: Statement<[string], { no: number }>
  readonly #requests: Statement<[string], OpenRow>
  readonly #openCount: Statement<[string], { count: number }>
  readonly #isOpenAttempt: Statement<[number], { no: number }>

  constructor(db: Database) {
    this.#insert =
      db.prepare(`INSERT INTO batch (id, run_no, job_id, provider_id, base_url, model_id, state, request_count,
      submitted_at_ms) VALUES (@id, @runNo, @jobId, @providerId, @baseUrl, @modelId, 'preparing', 0, @nowMs)`)
    this.#update = db.prepare(`UPDATE batch SET state = @state, provider_batch_id = @providerBatchId,
      request_count = @requestCount, succeeded_count = @succeededCount, failed_count = @failedCount,
      submitted_at_ms = @submittedAtMs, expires_at_ms = @expiresAtMs, last_checked_at_ms = @lastCheckedAtMs,
      error = @error WHERE id = @id`)
    this.#remove = db.prepare('DELETE FROM batch WHERE id = ?')
    this.#get = db.prepare(`${SELECT} WHERE batch.id = ?`)
    this.#all = db.prepare(`${SELECT} ORDER BY batch.no DESC LIMIT 1000`)
    this.#ofRun = db.prepare(`${SELECT} WHERE run.id = ? ORDER BY batch.no`)
    this.#open = db.prepare(`${SELECT} WHERE batch.state IN ${OPEN} ORDER BY batch.no`)
    this.#preparing = db.prepare(`${SELECT} WHERE batch.job_id = ? AND batch.state = 'preparing'`)
    this.#isTaken = db.prepare('SELECT no FROM batch WHERE provider_batch_id = ?')
    this.#requests = db.prepare(`SELECT no, attempt, run_no, row_no, column_no, repeat_no FROM ledger
      WHERE job_id = ? AND state IN ${OPEN_ATTEMPT} AND run_no IS NOT NULL`)
    this.#openCount = db.prepare(`SELECT COUNT(*) AS count FROM ledger WHERE job_id = ? AND state IN ${OPEN_ATTEMPT}`)
    this.#isOpenAttempt = db.prepare(`SELECT no FROM ledger WHERE no = ? AND state IN ${OPEN_ATTEMPT}`)
  }

  /** Nothing of it has left yet. Called inside a commit, like all that writes here. */
  add(batch: NewBatchRow, nowMs: number): void {
    this.#insert.run({ ...batch, nowMs })
  }

  change(id: BatchId, change: BatchChange): void {
    const { batch, submittedAtMs, expiresAtMs } = this.get(id)
    const { lastCheckedAt, error, ...before } = batch
    const lastCheckedAtMs = lastCheckedAt === null ? null : Date.parse(lastCheckedAt)
    const after = { ...before, error, submittedAtMs, expiresAtMs, lastCheckedAtMs, ...change }
    this.#update.run({ ...after, error: after.error === null ? null : JSON.stringify(after.error) })
  }

  /** For one of which nothing has left. */
  remove(id: BatchId): void {
    this.#remove.run(id)
  }

  get(id: BatchId): StoredBatch {
    const row = this.#get.get(id)
    if (!row) throw new Error(`There is no batch ${id}.`)
    return toBatch(row)
  }

  /** Newest first; the last 1,000. */
  all(): readonly StoredBatch[] {
    return this.#all.all().map(toBatch)
  }

  /** In the order of their submission. */
  ofRun(runId: RunId): readonly StoredBatch[] {
    return this.#ofRun.all(runId).map(toBatch)
  }

  /** Those that some run waits for: see isOpenBatch. */
  open(): readonly StoredBatch[] {
    return this.#open.all().map(toBatch)
  }

  /** What a job had begun to reserve money for, and had not sent. */
  preparingOf(jobId: JobId): readonly StoredBatch[] {
    return this.#preparing.all(jobId).map(toBatch)
  }

  isTaken(providerBatchId: string): boolean {
    return this.#isTaken.get(providerBatchId) !== undefined
  }

  /** The requests of a batch that wait for their result. */
  requestsOf(id: BatchId): readonly OpenRequest[] {
    return this.#requests.all(id).map(({ no, attempt, run_no, row_no, column_no, repeat_no }) => ({
      attemptNo: no,
      attempt,
      cell: { runNo: run_no, rowNo: row_no, columnNo: column_no, repeatNo: repeat_no },
    }))
  }

  openCountOf(id: BatchId): number {
    return this.#openCount.get(id)?.count ?? 0
  }

  isOpenAttempt(attemptNo: number): boolean {
    return this.#isOpenAttempt.get(attemptNo) !== undefined
  }
}

/** Under which job's id the ledger keeps a batch's attempts. */
export function ledgerJobOf(id: BatchId): JobId {
  return JobId.parse(id)
}

function toBatch(row: BatchRow): StoredBatch {
  const batch = Batch.parse({
    id: BatchId.parse(row.id),
    runId: row.run_id,
    providerId: row.provider_id,
    modelId: row.model_id,
    providerBatchId: row.provider_batch_id,
    state: row.state,
    requestCount: row.request_count,
    succeededCount: row.succeeded_count,
    failedCount: row.failed_count,
    submittedAt: new Date(row.submitted_at_ms).toISOString(),
    expiresAt: row.expires_at_ms === null ? null : new Date(row.expires_at_ms).toISOString(),
    lastCheckedAt: row.last_checked_at_ms === null ? null : new Date(row.last_checked_at_ms).toISOString(),
    error: row.error === null ? null : WireError.parse(JSON.parse(row.error)),
  })
  const { run_no, job_id, base_url, submitted_at_ms, expires_at_ms } = row
  return {
    batch,
    runNo: run_no,
    jobId: JobId.parse(job_id),
    baseUrl: base_url,
    submittedAtMs: submitted_at_ms,
    expiresAtMs: expires_at_ms,
  }
}
