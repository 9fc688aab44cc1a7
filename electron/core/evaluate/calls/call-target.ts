import { AppError } from '../../../../shared/contract/errors.ts'
import type { CatalogModel, PriceRow } from '../../../../shared/domain/model.ts'
import { catalogNames } from '../../../../shared/models/is-same-model.ts'
import type { CoreContext } from '../../core-context.ts'
import { deadlinesFor } from '../../providers/exchange/deadlines.ts'
import type { CallTarget } from './call-model.ts'

/** Where a model's calls go. @throws AppError `provider-auth` when its provider has no key, `not-found` without provider */
export async function callTarget(
  { providers, store, models }: CoreContext,
  model: CatalogModel,
  service: CallTarget['service'] = 'standard',
): Promise<CallTarget> {
  const config = providers.get(model.providerId)
  const key = await providers.keyOf(config)
  if (config.needsKey && key === null)
    throw new AppError('provider-auth', `${config.label} has no key. Set it in Settings, or leave its models out.`)
  const { id, baseUrl, maxConcurrency } = config
  const settings = store.settings.get()
  const ofModel = settings.modelRateLimits[model.id]
  const rateCaps = { requests: config.requestsPerMinute, tokens: config.tokensPerMinute }
  const modelRateCaps = { requests: ofModel?.requestsPerMinute ?? null, tokens: ofModel?.tokensPerMinute ?? null }
  const deadlines = deadlinesFor(model, settings.deadlines, service)
  return {
    provider: providers.pluginOf(config),
    providerId: id,
    baseUrl,
    key,
    maxConcurrency,
    model,
    rateCaps,
    modelRateCaps,
    deadlines,
    service,
    priceOf: pricesBy(models, model),
  }
}

/** The catalog's prices by the names that replies give to models of the same provider; each name is looked up once. */
function pricesBy(directory: CoreContext['models'], { providerId }: CatalogModel): CallTarget['priceOf'] {
  const found = new Map<string, PriceRow | null>()
  return (answeredBy) => {
    const known = found.get(answeredBy)
    if (known !== undefined) return known
    const byId = new Map<string, CatalogModel>(directory.all().map((one) => [one.id, one]))
    const prices = catalogNames(answeredBy).map((name) => byId.get(`${providerId}/${name}`)?.price ?? null)
    const price = prices.find((one) => one !== null) ?? null
    found.set(answeredBy, price)
    return price
  }
}
