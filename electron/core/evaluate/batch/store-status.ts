import type { CoreContext } from '../../core-context.ts'
import type { BatchStatus } from '../../providers/provider-batches.ts'
import type { StoredBatch } from '../../store/batch-store.ts'

/**
 * Keeps what the provider told of a batch. One that it refused reads "ended" until its requests are closed.
 *
 * @returns whether it tells the user something new
 */
export async function storeStatus(
  { store, engine }: Pick<CoreContext, 'store' | 'engine'>,
  { batch }: StoredBatch,
  { state: told, succeededCount, failedCount, expiresAtMs }: BatchStatus,
): Promise<boolean> {
  const state = told === 'failed' ? 'ended' : told
  await engine.commits.add(() => {
    const lastCheckedAtMs = engine.now()
    store.batches.change(batch.id, { state, succeededCount, failedCount, expiresAtMs, lastCheckedAtMs, error: null })
  })
  return state !== batch.state || succeededCount !== batch.succeededCount || failedCount !== batch.failedCount
}
