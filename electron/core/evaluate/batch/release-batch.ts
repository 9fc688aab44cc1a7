import type { BatchId, JobId } from '../../../../shared/domain/ids.ts'
import type { WireError } from '../../../../shared/domain/wire-error.ts'
import type { BatchStore, OpenRequest } from '../../store/batch-store.ts'
import type { CellStore } from '../../store/cell-store.ts'
import type { LedgerStore } from '../../store/ledger-store.ts'
import type { CommitQueue } from '../../store/sqlite/commit-queue.ts'
import { failedCell } from '../cells/failed-cell.ts'

/** Requests that one commit takes, so that a large batch does not hold up the writes of others. */
export const REQUESTS_PER_COMMIT = 200

export interface BatchStores {
  readonly batches: BatchStore
  readonly ledger: LedgerStore
  readonly cells: CellStore
}

export interface RequestEnd {
  /** Null leaves the cell as it is: it was never really asked. */
  readonly error: WireError | null
  readonly mayHaveBeenBilled: boolean
  readonly nowMs: number
}

/** Closes a request that got no answer: gives its money back, or keeps it held. Called inside a commit. */
export function endRequest(
  { ledger, cells, batches }: BatchStores,
  { attemptNo, attempt, cell }: OpenRequest,
  { error, mayHaveBeenBilled, nowMs }: RequestEnd,
): void {
  if (!batches.isOpenAttempt(attemptNo)) return
  if (mayHaveBeenBilled) ledger.keep(attemptNo, nowMs)
  else ledger.reject(attemptNo, nowMs)
  if (error && !cells.isAnswered(cell)) cells.put(cell, failedCell({ error, attempts: attempt, mayHaveBeenBilled }))
}

/** `endRequest` for all that is open of a batch; a crash in between leaves the rest to the next try. */
export async function endRequests(
  commits: CommitQueue,
  stores: BatchStores,
  batchId: BatchId,
  end: RequestEnd,
): Promise<void> {
  const open = stores.batches.requestsOf(batchId)
  for (let from = 0; from < open.length; from += REQUESTS_PER_COMMIT) {
    const part = open.slice(from, from + REQUESTS_PER_COMMIT)
    await commits.add(() => {
      for (const request of part) endRequest(stores, request, end)
    })
  }
}

/** Gives back what a job had reserved for batches of which nothing has left; after it ended or died. In a transaction. */
export function dropPreparing({ batches, ledger }: Omit<BatchStores, 'cells'>, jobId: JobId, nowMs: number): void {
  for (const { batch } of batches.preparingOf(jobId)) {
    for (const { attemptNo } of batches.requestsOf(batch.id)) ledger.reject(attemptNo, nowMs)
    batches.remove(batch.id)
  }
}
