import { z } from 'zod'
import { BatchId, ModelId, ProviderId, RunId } from './ids.ts'
import { WireError } from './wire-error.ts'

/**
 * preparing: money is being reserved, nothing has left; submitting: it may have left, and the provider's id is not known
 * yet; ended: the provider is done, and results wait to be collected; failed: taken by nobody, nothing was billed.
 */
export const BatchState = z.enum([
  'preparing',
  'submitting',
  'in-progress',
  'cancelling',
  'ended',
  'collected',
  'failed',
])
export type BatchState = z.infer<typeof BatchState>

/** Requests of a run that were handed to a provider's batch API together. */
export const Batch = z.object({
  id: BatchId,
  runId: RunId,
  providerId: ProviderId,
  modelId: ModelId,
  /** How the provider names it; null until its answer to the submission is stored. */
  providerBatchId: z.string().nullable(),
  state: BatchState,
  requestCount: z.number().int().min(0),
  /** As the provider last told. */
  succeededCount: z.number().int().min(0),
  failedCount: z.number().int().min(0),
  submittedAt: z.iso.datetime(),
  /** When the provider gives up on what is not answered by then; null while it has not said. */
  expiresAt: z.iso.datetime().nullable(),
  lastCheckedAt: z.iso.datetime().nullable(),
  /** Why the latest step with it failed; null when it went well. */
  error: WireError.nullable(),
})
export type Batch = z.infer<typeof Batch>

/** Whether its run waits for it: it may be billed, and not all of its results are stored. */
export function isOpenBatch(state: BatchState): boolean {
  return state === 'submitting' || state === 'in-progress' || state === 'cancelling' || state === 'ended'
}
