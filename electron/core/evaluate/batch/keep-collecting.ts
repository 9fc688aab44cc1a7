import { AppError } from '../../../../shared/contract/errors.ts'
import type { RunId } from '../../../../shared/domain/ids.ts'
import type { CoreContext } from '../../core-context.ts'
import type { StoredBatch } from '../../store/batch-store.ts'
import { accessTo } from './batch-access.ts'
import { startCollecting } from './start-collecting.ts'
import { storeStatus } from './store-status.ts'

const POLL_EVERY_MS = 60_000

/** Asks after waiting batches once a minute while the application runs, the first time after a minute. Gives its end. */
export function keepCollecting(core: CoreContext): () => void {
  const stop = new AbortController()
  const poll = async () => {
    for (;;) {
      await core.engine.sleep(POLL_EVERY_MS, stop.signal)
      if (stop.signal.aborted) return
      // The next look may find the library writable again.
      await pollBatches(core, stop.signal).catch(complain)
    }
  }
  const complain = (error: unknown) => core.ports.log.error('Looking after batches failed.', error)
  poll().catch(complain)
  return () => stop.abort()
}

/** One look at every batch that a run waits for; runs with something to collect get a job that does. */
export async function pollBatches(core: CoreContext, signal: AbortSignal): Promise<void> {
  const { store, changed, ports } = core
  const byRun = new Map<RunId, StoredBatch[]>()
  for (const stored of store.batches.open()) {
    const { runId } = stored.batch
    byRun.set(runId, [...(byRun.get(runId) ?? []), stored])
  }
  for (const [runId, batches] of byRun) {
    try {
      // A job that works on the run looks after its batches itself.
      if (signal.aborted || store.runs.get(runId).run.state !== 'waiting') continue
      let isNews = false
      for (const stored of batches) if (await look(core, stored, signal)) isNews = true
      if (isNews) changed('runs')
      const open = store.batches.open().filter(({ batch }) => batch.runId === runId)
      const hasWork = open.some(({ batch }) => batch.state === 'ended' || batch.state === 'submitting')
      if (hasWork && !signal.aborted) await startCollecting(core, runId)
    } catch (error) {
      if (!(error instanceof AppError)) ports.log.error(`Looking after the batches of run ${runId} failed.`, error)
      else if (error.code !== 'conflict')
        ports.log.warn('A batch could not be looked at.', { run: runId, code: error.code })
    }
  }
}

async function look(core: CoreContext, stored: StoredBatch, signal: AbortSignal): Promise<boolean> {
  const { providerBatchId, state } = stored.batch
  if (providerBatchId === null || state === 'ended') return false
  const { api, context } = await accessTo(core, stored, signal)
  return await storeStatus(core, stored, await api.status(providerBatchId, context))
}
