import { AppError, toWireError } from '../../../../shared/contract/errors.ts'
import type { NanoUsd } from '../../../../shared/domain/money.ts'
import type { CoreContext } from '../../core-context.ts'
import type { BatchStatus } from '../../providers/provider-batches.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { ledgerJobOf } from '../../store/batch-store.ts'
import type { Refusals } from '../calls/refusals.ts'
import { retryDelayMs } from '../calls/retry-delay.ts'
import type { RunWork } from '../cells/run-cells.ts'
import { type BatchAccess, batchAccess } from './batch-access.ts'
import type { BatchPack, PackedRequest } from './batch-pack.ts'
import { endRequests, REQUESTS_PER_COMMIT } from './release-batch.ts'

export interface RefusedRequest {
  /** The budget: see BudgetStore. */
  readonly scope: string
  readonly worstNanoUsd: NanoUsd | null
}

interface Packing {
  readonly pack: BatchPack
  readonly refusals: Refusals<RefusedRequest>
}

/** Tries to hand over one batch. */
const MAX_ATTEMPTS = 5

/**
 * Reserves the worst case of a pack's requests, in their order, until a budget refuses or the job is cancelled; what a limit of some
 * requests only refuses is left out. Nothing has left then: the batch reads "preparing", and its reservations end with the job unless it is handed over.
 */
export async function reservePack(
  { store, engine }: CoreContext,
  { stored, scope, jobId }: RunWork,
  { pack, refusals }: Packing,
  signal: AbortSignal,
): Promise<readonly PackedRequest[]> {
  const { model, providerId, baseUrl } = pack.target
  const row = { id: pack.id, runNo: stored.no, jobId, providerId, baseUrl, modelId: model.id }
  await engine.commits.add(() => store.batches.add(row, engine.now()))
  const common = {
    jobId: ledgerJobOf(pack.id),
    scope,
    projectId: stored.run.projectId,
    attempt: 1,
    modelId: model.id,
    isSimulation: model.isSimulation,
  }
  const reserve = (part: readonly PackedRequest[]): PackedRequest[] => {
    const requests: PackedRequest[] = []
    for (const request of part) {
      const { ref, worstNanoUsd, tags } = request
      const sent = store.ledger.send({ ...common, cell: ref, worstNanoUsd, tags }, engine.now())
      if (typeof sent === 'number') requests.push(request)
      else if (refusals.see({ scope: sent.refusedBy, worstNanoUsd }) === 'all') return requests
    }
    return requests
  }
  const requests: PackedRequest[] = []
  for (let at = 0; at < pack.requests.length && !signal.aborted; at += REQUESTS_PER_COMMIT) {
    const part = pack.requests.slice(at, at + REQUESTS_PER_COMMIT)
    requests.push(...(await engine.commits.add(() => reserve(part))))
    if (refusals.ofAll !== null) break
  }
  return requests
}

/**
 * Sends what is reserved. "submitting" is on disk before the first byte leaves, so that a crash leaves a batch that can be
 * looked for, never one that is paid twice.
 *
 * @returns why it was not handed over, or may not have been; null when the provider has it
 */
export async function handOver(
  core: CoreContext,
  pack: BatchPack,
  requests: readonly PackedRequest[],
  signal: AbortSignal,
): Promise<AppError | null> {
  const { store, engine } = core
  const { id, target } = pack
  const label = `The batch of ${target.model.label}`
  await engine.commits.add(() =>
    store.batches.change(id, { state: 'submitting', requestCount: requests.length, submittedAtMs: engine.now() }),
  )
  let status: BatchStatus
  try {
    status = await submitRetrying(core, batchAccess(core, target, signal), pack, requests, signal)
  } catch (error) {
    if (error instanceof ProviderError && error.failure.billing !== 'unknown')
      return await giveUp(core, pack, error, requests.length)
    const wire = toWireError(error)
    await engine.commits.add(() => store.batches.change(id, { error: wire }))
    if (!(error instanceof AppError)) engine.log.error('Submitting a batch failed unexpectedly.', error)
    const text = `${label} may have been submitted: ${wire.message} Collect the run to look for it; nothing is sent twice.`
    return new AppError(wire.code, text, { retryable: true, cause: error })
  }
  const { state, batchId, expiresAtMs, succeededCount, failedCount } = status
  const change = { state, expiresAtMs, succeededCount, failedCount, error: null }
  // A batch that is already refused is closed by collecting it, as one that is refused later.
  const stored = { ...change, state: state === 'failed' ? ('ended' as const) : state, providerBatchId: batchId }
  await engine.commits.add(() => store.batches.change(id, stored))
  return null
}

async function submitRetrying(
  { engine }: CoreContext,
  { api, context }: BatchAccess,
  pack: BatchPack,
  requests: readonly PackedRequest[],
  signal: AbortSignal,
): Promise<BatchStatus> {
  const batch = { ownId: pack.id, group: pack.group, requests: requests.map(({ text }) => text) }
  for (let attempts = 1; ; attempts++) {
    try {
      return await api.submit(batch, context)
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error
      const { billing, isRetryable, retryAfterMs } = error.failure
      // One that may have arrived is never sent again: it is looked for.
      if (billing === 'unknown' || !isRetryable || attempts >= MAX_ATTEMPTS || signal.aborted) throw error
      await engine.sleep(retryDelayMs({ attempts, retryAfterMs, random: engine.random() }), signal)
      if (signal.aborted) throw error
    }
  }
}

/** The provider has not taken the batch: its money is free again, and its cells say why, unless the user cancelled it. */
async function giveUp(
  { store, engine }: CoreContext,
  { id, target }: BatchPack,
  error: ProviderError,
  count: number,
): Promise<AppError> {
  const wire = toWireError(error)
  const end = { error: error.code === 'cancelled' ? null : wire, mayHaveBeenBilled: false, nowMs: engine.now() }
  await endRequests(engine.commits, store, id, end)
  await engine.commits.add(() => store.batches.change(id, { state: 'failed', error: wire }))
  const text = `The batch of ${target.model.label} (${count} requests) was not submitted: ${error.message}`
  return new AppError(error.code, text, { retryable: wire.retryable, cause: error })
}
