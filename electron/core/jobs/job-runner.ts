import { AppError, toWireError } from '../../../shared/contract/errors.ts'
import { JobId } from '../../../shared/domain/ids.ts'
import { isTerminal, type JobSnapshot } from '../../../shared/domain/job.ts'
import type { WireError } from '../../../shared/domain/wire-error.ts'
import type { Ports } from '../ports.ts'
import type { JobStore } from '../store/job-store.ts'
import { jobOwner } from './job-owner.ts'

const PUBLISH_EVERY_MS = 100
/** Other processes see the progress later than this one's clients, since each store costs a write to the disk. */
const SAVE_EVERY_MS = 1000
/** Short, since a cancel from another process is heard by it. */
const HEARTBEAT_MS = 500
const FOREIGN_CANCEL_WAIT_MS = 10_000

export type JobProgress = Pick<JobSnapshot, 'done' | 'failed' | 'cached' | 'total' | 'spentNanoUsd' | 'hasUnpriced'>

export interface JobContext {
  readonly id: JobId
  /** Aborted by cancel and by shutting down; the work then stops soon, keeps what it has and returns or throws. */
  readonly signal: AbortSignal
  readonly report: (change: Partial<JobProgress>) => void
  /** What the job says at its end although it succeeds: why some of its cells have no answer. */
  readonly remark: (error: WireError) => void
}

export interface JobRunnerOptions {
  readonly store: JobStore
  readonly ports: Pick<Ports, 'now' | 'newId' | 'log'>
  readonly publish: (job: JobSnapshot) => void
}

interface LiveJob {
  snapshot: JobSnapshot
  readonly abort: AbortController
  settled: Promise<void>
  publishedAtMs: number
  savedAtMs: number
  publishTimer: NodeJS.Timeout | null
}

/** Starts, follows and ends long work; the only place where a job changes its state. */
export class JobRunner {
  readonly #options: JobRunnerOptions
  readonly #live = new Map<JobId, LiveJob>()
  #heartbeat: NodeJS.Timeout | null = null

  constructor(options: JobRunnerOptions) {
    this.#options = options
  }

  /** Returns at once; the work goes on by itself. */
  start(about: Pick<JobSnapshot, 'kind' | 'subjectId' | 'title' | 'total'>, work: (job: JobContext) => Promise<void>) {
    const { store, ports } = this.#options
    const id = JobId.parse(ports.newId())
    const at = new Date(ports.now()).toISOString()
    const counts = { revision: 0, done: 0, failed: 0, cached: 0, spentNanoUsd: 0, hasUnpriced: false }
    const snapshot: JobSnapshot = {
      ...about,
      ...counts,
      id,
      state: 'running',
      startedAt: at,
      updatedAt: at,
      error: null,
    }
    store.add(snapshot, jobOwner(), ports.now())
    const live: LiveJob = {
      snapshot,
      abort: new AbortController(),
      settled: Promise.resolve(),
      publishedAtMs: Number.NEGATIVE_INFINITY,
      savedAtMs: Number.NEGATIVE_INFINITY,
      publishTimer: null,
    }
    this.#live.set(id, live)
    live.settled = this.#run(live, work)
    this.#beatRegularly()
    return id
  }

  /** @throws AppError `not-found` */
  get(id: JobId): JobSnapshot {
    return this.#live.get(id)?.snapshot ?? this.#options.store.get(id)
  }

  /** Whether this very process works on it. */
  isLive(id: JobId): boolean {
    return this.#live.has(id)
  }

  /** Newest first. */
  list(onlyRunning: boolean): readonly JobSnapshot[] {
    return this.#options.store.list(onlyRunning).map((job) => this.#live.get(job.id)?.snapshot ?? job)
  }

  /** Asks a job to stop and waits until it has. Cancelling a finished job is no error: the caller gets its final state. */
  async cancel(id: JobId): Promise<JobSnapshot> {
    const live = this.#live.get(id)
    if (!live) return this.#cancelForeign(id)
    live.abort.abort(new AppError('cancelled', 'Cancelled by the user.'))
    await live.settled
    return this.get(id)
  }

  /** Stops all work of this process; what was under way reads "interrupted" and can be resumed. */
  async close(): Promise<void> {
    const live = [...this.#live.values()]
    for (const { abort } of live) abort.abort(new AppError('interrupted', 'Pithy was closed.'))
    await Promise.all(live.map(({ settled }) => settled))
    if (this.#heartbeat) clearInterval(this.#heartbeat)
    this.#heartbeat = null
  }

  async #run(live: LiveJob, work: (job: JobContext) => Promise<void>): Promise<void> {
    const { signal } = live.abort
    let end: Pick<JobSnapshot, 'state' | 'error'>
    let remark: WireError | null = null
    try {
      // The caller learns the id before anything is reported about it.
      await Promise.resolve()
      this.#publish(live)
      await work({
        id: live.snapshot.id,
        signal,
        report: (change) => this.#report(live, change),
        remark: (error) => {
          remark = error
        },
      })
      end = signal.aborted ? abortedEnd(signal) : { state: 'succeeded', error: remark }
    } catch (error) {
      end = signal.aborted ? abortedEnd(signal) : { state: 'failed', error: toWireError(error) }
      if (end.error?.code === 'internal') this.#options.ports.log.error(`Job ${live.snapshot.id} failed.`, error)
    }
    live.snapshot = { ...live.snapshot, ...end }
    this.#publish(live)
    this.#live.delete(live.snapshot.id)
  }

  #report(live: LiveJob, change: Partial<JobProgress>): void {
    if (isTerminal(live.snapshot.state)) return
    live.snapshot = { ...live.snapshot, ...change }
    if (live.publishTimer) return
    const waitMs = live.publishedAtMs + PUBLISH_EVERY_MS - performance.now()
    if (waitMs <= 0) this.#publish(live)
    else live.publishTimer = setTimeout(() => this.#publish(live), waitMs)
  }

  #publish(live: LiveJob): void {
    const { store, ports, publish } = this.#options
    if (live.publishTimer) clearTimeout(live.publishTimer)
    live.publishTimer = null
    live.publishedAtMs = performance.now()
    const { snapshot } = live
    live.snapshot = { ...snapshot, revision: snapshot.revision + 1, updatedAt: new Date(ports.now()).toISOString() }
    const isDue = live.publishedAtMs - live.savedAtMs >= SAVE_EVERY_MS || isTerminal(live.snapshot.state)
    try {
      if (isDue) store.save(live.snapshot)
      if (isDue) live.savedAtMs = live.publishedAtMs
    } catch (error) {
      // The work's own writes tell whether it may go on; the state is read again from the library at the next start.
      ports.log.error(`The state of job ${snapshot.id} could not be stored.`, error)
    }
    publish(live.snapshot)
  }

  #beatRegularly(): void {
    if (this.#heartbeat) return
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS)
    this.#heartbeat.unref()
  }

  #beat(): void {
    const { store, ports } = this.#options
    for (const [id, { abort }] of this.#live) {
      try {
        const wish = store.beat(id, ports.now())
        if (wish === 'cancel') abort.abort(new AppError('cancelled', 'Cancelled by another window of Pithy.'))
        if (wish === 'lost')
          abort.abort(new AppError('interrupted', 'Another process of Pithy took this job for dead.'))
      } catch (error) {
        ports.log.error(`The heartbeat of job ${id} could not be stored.`, error)
      }
    }
  }

  async #cancelForeign(id: JobId): Promise<JobSnapshot> {
    const { store } = this.#options
    store.askCancel(id)
    for (let waitedMs = 0; waitedMs < FOREIGN_CANCEL_WAIT_MS && !isTerminal(store.get(id).state); waitedMs += 100)
      await new Promise((resolve) => setTimeout(resolve, 100))
    return store.get(id)
  }
}

function abortedEnd(signal: AbortSignal): Pick<JobSnapshot, 'state' | 'error'> {
  if (signal.reason instanceof AppError && signal.reason.code === 'interrupted')
    return { state: 'interrupted', error: toWireError(signal.reason) }
  return { state: 'cancelled', error: null }
}
