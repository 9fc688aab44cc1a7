import { AppError } from '../../../../shared/contract/errors.ts'
import type { ExactCount } from '../../../../shared/domain/calibration.ts'
import { splitModelId } from '../../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import type { Parameters, RenderedMessage } from '../../../../shared/domain/prompt.ts'
import { extrasOf } from '../../../../shared/tokens/extras-of.ts'
import { tokenProfile } from '../../../../shared/tokens/token-profile.ts'
import { usageSample } from '../../../../shared/tokens/usage-sample.ts'
import type { CoreContext } from '../../core-context.ts'
import { listDeadlines } from '../../providers/formats/read-model-list.ts'
import { cacheKey } from './cache-key.ts'
import { callTarget } from './call-target.ts'

export interface ContentToCount {
  readonly messages: readonly RenderedMessage[]
  readonly parameters: Parameters
}

/**
 * The provider's own count of a request: from the library, or asked for now, which is free but rate-limited.
 *
 * @throws AppError `bad-input` when the provider has no endpoint for it, and what the call may throw
 */
export async function countExactly(
  core: CoreContext,
  model: CatalogModel,
  content: ContentToCount,
  signal: AbortSignal,
): Promise<ExactCount> {
  const key = contentKey(core, model, content)
  const known = core.store.tokenCounts.find(key)
  if (known) return known
  const config = core.providers.get(model.providerId)
  const plugin = core.providers.pluginOf(config)
  if (!plugin.countTokens) {
    throw new AppError('bad-input', `${config.label} has no endpoint that counts tokens: the estimate is all there is.`)
  }
  const target = await callTarget(core, model)
  const request = {
    modelName: splitModelId(model.id).modelName,
    model,
    messages: content.messages,
    parameters: content.parameters,
    repeat: 0,
  }
  const tokens = await plugin.countTokens(request, {
    signal,
    fetch: core.engine.fetch,
    key: target.key,
    baseUrl: target.baseUrl,
    deadlines: listDeadlines,
  })
  const counted = { tokens, countedAt: new Date(core.ports.now()).toISOString() }
  core.store.tokenCounts.put(key, model.id, counted, await whatItTeaches(core, model, content, tokens))
  return counted
}

/** A schema or tools are counted too, and say nothing about how the text is split. */
async function whatItTeaches(
  core: CoreContext,
  model: CatalogModel,
  { messages, parameters }: ContentToCount,
  tokens: number,
) {
  const providerKind = core.providers.get(model.providerId).kind
  const profile = tokenProfile({ providerKind, modelName: splitModelId(model.id).modelName })
  const { responseSchema, tools } = extrasOf(parameters, model)
  if (!profile.ratioPrior || responseSchema !== null || tools.length > 0) return null
  return usageSample(messages, tokens, profile, await core.engine.encoders.load(profile.encoding))
}

/** What is known without asking, and whether asking is possible. */
export async function knownCount(core: CoreContext, model: CatalogModel, content: ContentToCount) {
  const config = core.providers.get(model.providerId)
  const canCount = core.providers.pluginOf(config).countTokens !== undefined
  const hasKey = canCount && (!config.needsKey || (await core.providers.infoOf(config)).hasKey)
  return {
    modelId: model.id,
    canCount: hasKey,
    known: canCount ? core.store.tokenCounts.find(contentKey(core, model, content)) : null,
  }
}

/** What changes the input: lengths, stops and temperature do not. */
function contentKey(core: CoreContext, model: CatalogModel, { messages, parameters }: ContentToCount): Buffer {
  const { cache: _cache, ...rest } = parameters
  return cacheKey({
    providerId: model.providerId,
    baseUrl: core.providers.get(model.providerId).baseUrl,
    modelName: splitModelId(model.id).modelName,
    messages,
    parameters: { ...rest, maxOutputTokens: null, temperature: null, stop: [] },
    repeat: 0,
  })
}
