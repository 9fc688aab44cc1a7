import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { cancelBatches } from '../evaluate/batch/cancel-batches.ts'
import { startCollecting } from '../evaluate/batch/start-collecting.ts'

type Names = 'batches.list' | 'batches.collect' | 'batches.cancel'

export function batchHandlers(core: CoreContext): Pick<Handlers, Names> {
  const { runs, batches } = core.store
  return {
    'batches.list': ({ runId }) => {
      const stored = runId === null ? batches.all() : batches.ofRun(runs.get(runId).run.id)
      return stored.map(({ batch }) => batch)
    },
    'batches.collect': async ({ runId }) => ({ jobId: await startCollecting(core, runId) }),
    'batches.cancel': ({ runId }, { signal }) => cancelBatches(core, runId, signal),
  }
}
