import { AppError } from '../../../../shared/contract/errors.ts'
import { splitModelId } from '../../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import type { CoreContext } from '../../core-context.ts'
import type { Provider } from '../../providers/provider.ts'
import type { BatchContext, ProviderBatches } from '../../providers/provider-batches.ts'
import type { StoredBatch } from '../../store/batch-store.ts'
import type { CallTarget } from '../calls/call-model.ts'
import { callTarget } from '../calls/call-target.ts'

/** A provider's batch API with what a request to it needs. */
export interface BatchAccess {
  readonly api: ProviderBatches
  readonly context: BatchContext
}

/** Whether a model's calls can go over a batch API at a known price. */
export function canBatch(model: CatalogModel, provider: Pick<Provider, 'batches'>): boolean {
  return provider.batches !== undefined && model.price !== null && model.price.batchFactor !== null
}

/** @throws AppError `bad-input` when the model's provider has no batch API */
export function batchAccess(
  { engine }: Pick<CoreContext, 'engine'>,
  { provider, key, baseUrl, model }: Pick<CallTarget, 'provider' | 'key' | 'baseUrl' | 'model'>,
  signal: AbortSignal,
): BatchAccess {
  const { modelName } = splitModelId(model.id)
  const context = { signal, fetch: engine.fetch, key, baseUrl, modelName }
  if (provider.batches) return { api: provider.batches, context }
  throw new AppError('bad-input', `${provider.label} has no batch API. Run ${model.label} live instead.`)
}

/**
 * Where a batch lies. Never another address than the provider has now: a key that was entered for the new one must not be
 * sent to the old.
 *
 * @throws AppError `conflict` when the provider's address has changed since
 */
export async function accessTo(core: CoreContext, { batch, baseUrl }: StoredBatch, signal: AbortSignal) {
  const stored = core.store.runs.get(batch.runId)
  const model = stored.models.find(({ id }) => id === batch.modelId)
  if (!model) throw new Error(`The run ${batch.runId} has no model ${batch.modelId}.`)
  const target = await callTarget(core, model)
  if (target.baseUrl === baseUrl) return batchAccess(core, target, signal)
  const was = baseUrl ?? "the vendor's own address"
  throw new AppError(
    'conflict',
    `The batch of ${model.label} lies at ${was}, and the provider's address was changed since. Set it back in Settings → Providers to collect it.`,
  )
}
