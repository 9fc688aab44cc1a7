import { AppError } from '../../../../shared/contract/errors.ts'
import { type Batch, isOpenBatch } from '../../../../shared/domain/batch.ts'
import type { RunId } from '../../../../shared/domain/ids.ts'
import type { CoreContext } from '../../core-context.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import type { StoredBatch } from '../../store/batch-store.ts'
import { accessTo } from './batch-access.ts'
import { storeStatus } from './store-status.ts'

/**
 * Asks the providers to stop what a run waits for. What is answered by then is billed and can be collected; the rest is
 * given back when the batch has ended.
 *
 * @throws AppError `conflict` when no batch can be cancelled
 */
export async function cancelBatches(core: CoreContext, runId: RunId, signal: AbortSignal): Promise<Batch[]> {
  const { store, changed } = core
  const { run } = store.runs.get(runId)
  const open = store.batches.ofRun(runId).filter(({ batch }) => isOpenBatch(batch.state))
  const known = open.filter(({ batch }) => batch.providerBatchId !== null && batch.state !== 'ended')
  if (known.length === 0)
    throw new AppError(
      'conflict',
      open.length === 0
        ? `The run "${run.name}" waits for no batch.`
        : `No batch of the run "${run.name}" can be cancelled now. Collect the run first.`,
    )
  for (const stored of known) await cancelBatch(core, stored, signal)
  changed('runs')
  return store.batches.ofRun(runId).map(({ batch }) => batch)
}

async function cancelBatch(core: CoreContext, stored: StoredBatch, signal: AbortSignal): Promise<void> {
  const { api, context } = await accessTo(core, stored, signal)
  const batchId = stored.batch.providerBatchId ?? ''
  try {
    await storeStatus(core, stored, await api.cancel(batchId, context))
  } catch (error) {
    // Refused because it has ended meanwhile, as its status then says.
    if (!(error instanceof ProviderError) || error.failure.billing !== 'rejected') throw error
    const status = await api.status(batchId, context)
    if (status.state === 'in-progress') throw error
    await storeStatus(core, stored, status)
  }
}
