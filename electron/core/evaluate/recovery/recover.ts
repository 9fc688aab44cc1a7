import type { Database } from 'better-sqlite3'
import { AppError, toWireError } from '../../../../shared/contract/errors.ts'
import type { JobId } from '../../../../shared/domain/ids.ts'
import { isOwnerDead } from '../../jobs/job-owner.ts'
import type { BatchStore } from '../../store/batch-store.ts'
import type { CellStore } from '../../store/cell-store.ts'
import type { JobStore } from '../../store/job-store.ts'
import type { LedgerStore } from '../../store/ledger-store.ts'
import type { RunStore } from '../../store/run-store.ts'
import { dropPreparing } from '../batch/release-batch.ts'
import { holdOpenAttempts } from '../cells/hold-open-attempts.ts'
import { unjudgedCount } from '../judge/unjudged-count.ts'

export interface RecoverStores {
  readonly db: Database
  readonly jobs: JobStore
  readonly runs: RunStore
  readonly cells: CellStore
  readonly ledger: LedgerStore
  readonly batches: BatchStore
}

/**
 * Closes what dead processes left running: the job reads "interrupted", its run "incomplete", and attempts without an
 * answer are held as "may have been billed" with a failed cell each, so that resuming asks before it pays again.
 *
 * Jobs of processes that are alive are left alone, and so are those of this process, whose heartbeat may be late after a
 * suspend.
 */
export function recover(
  stores: RecoverStores,
  nowMs: number,
  isLive: (id: JobId) => boolean = () => false,
): readonly JobId[] {
  const dead = stores.jobs
    .running()
    .filter(({ job, owner, heartbeatAtMs }) => !isLive(job.id) && isOwnerDead(owner, heartbeatAtMs, nowMs))
    .map(({ job }) => job.id)
  const close = stores.db.transaction((id: JobId) => closeDeadJob(stores, id, nowMs))
  for (const id of dead) close.immediate(id)
  return dead
}

function closeDeadJob({ jobs, runs, cells, ledger, batches }: RecoverStores, id: JobId, nowMs: number): void {
  const error = toWireError(
    new AppError('interrupted', 'Pithy ended while this was under way. It may have been billed.', { retryable: true }),
  )
  holdOpenAttempts({ cells, ledger }, id, { error, nowMs })
  dropPreparing({ batches, ledger }, id, nowMs)
  const at = new Date(nowMs).toISOString()
  const stored = runs.findByJob(id)
  const isWhole = stored !== null && cells.missingOf(stored.no) === 0 && unjudgedCount({ cells }, stored) === 0
  if (stored) runs.end(stored.run.id, isWhole ? 'complete' : 'incomplete', at)
  const job = jobs.get(id)
  const ended = new AppError('interrupted', 'Pithy ended while this job was running. What it had finished is kept.')
  jobs.save({
    ...job,
    state: 'interrupted',
    revision: job.revision + 1,
    done: stored ? runs.get(stored.run.id).run.doneCount : job.done,
    updatedAt: at,
    error: toWireError(ended),
  })
}
