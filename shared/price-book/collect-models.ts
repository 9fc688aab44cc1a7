import type { ModelId } from '../domain/ids.ts'
import type { ListedModel, PriceReading, SkippedEntry } from './price-format.ts'
import { roundPrice } from './price-value.ts'
import { SkipEntry } from './skip-entry.ts'

export interface ListEntry {
  /** As the file calls it. */
  readonly name: string
  /** @throws SkipEntry */
  readonly read: () => ListedModel
}

/** Reads every entry; what cannot be used is left out with its reason, never the end of the import. */
export function collectModels(entries: Iterable<ListEntry>): PriceReading {
  const models = new Map<ModelId, ListedModel>()
  const skipped: SkippedEntry[] = []
  for (const { name, read } of entries) {
    try {
      const model = withVendorRules(read())
      const earlier = models.get(model.id)
      if (!earlier) models.set(model.id, model)
      // Lists name a model with and without its provider; only a difference is worth a line.
      else if (JSON.stringify(earlier.prices) !== JSON.stringify(model.prices))
        throw new SkipEntry('listed before with other prices; the first entry is taken')
    } catch (error) {
      if (!(error instanceof SkipEntry)) throw error
      skipped.push({ name, reason: error.message })
    }
  }
  return { models: [...models.values()], skipped }
}

/**
 * Anthropic's own multipliers where a list is silent: batches at half price, cache writes at 1.25 (5 min) and 2 times
 * (1 h) the input price. Anthropic's documentation, read 2026-10-07; LiteLLM has no batch price for it.
 */
function withVendorRules(model: ListedModel): ListedModel {
  if (model.providerId !== 'anthropic') return model
  const withWrites = <P extends ListedModel['prices']>(prices: P): P =>
    prices.cacheRead === null
      ? prices
      : {
          ...prices,
          cacheWrite5m: prices.cacheWrite5m ?? roundPrice(prices.input * 1.25),
          cacheWrite1h: prices.cacheWrite1h ?? roundPrice(prices.input * 2),
        }
  return {
    ...model,
    prices: withWrites(model.prices),
    tiers: model.tiers.map((tier) => ({ ...tier, prices: withWrites(tier.prices) })),
    batchFactor: model.batchFactor ?? 0.5,
  }
}
