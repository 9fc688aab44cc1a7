import { AppError } from '../../../../shared/contract/errors.ts'
import type { JobId, RunId } from '../../../../shared/domain/ids.ts'
import type { CoreContext } from '../../core-context.ts'
import { startRunJob } from '../run-job.ts'

/**
 * Collects what a run's batches have brought, in a job.
 *
 * @throws AppError `conflict` when the run waits for no batch, or another job works on it
 */
export async function startCollecting(core: CoreContext, runId: RunId): Promise<JobId> {
  const { batches, runs } = core.store
  const stored = runs.get(runId)
  const { name, state } = stored.run
  if (state === 'running') throw new AppError('conflict', `The run "${name}" is still running.`)
  if (state !== 'waiting') throw new AppError('conflict', `The run "${name}" waits for no batch.`)
  const total = batches.ofRun(runId).reduce((sum, { batch }) => sum + batches.openCountOf(batch.id), 0)
  return await startRunJob(core, stored, { step: 'collect', isSkipped: () => false, total })
}
