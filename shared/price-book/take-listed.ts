import { splitModelId } from '../domain/ids.ts'
import type { CatalogModel, PriceRow, PriceTier, TokenPrices } from '../domain/model.ts'
import type { ListedModel } from './price-format.ts'
import { tierPrices } from './tier-prices.ts'

/** Where and when the list was read; stored with the prices. */
export interface ListOrigin {
  readonly source: string
  /** YYYY-MM-DD */
  readonly readOn: string
}

/**
 * The model as it would be stored when what a list says is taken.
 *
 * Silence changes nothing: a class, tier or limit that the list does not give stays as it is. What a model takes comes
 * from the list only where nobody has checked it, that is for models that are new or merely found at an endpoint.
 */
export function takeListed(
  current: CatalogModel | undefined,
  listed: ListedModel,
  { source, readOn }: ListOrigin,
): CatalogModel {
  const old = current?.price ?? null
  const prices = old ? withOldPrices(listed.prices, old.prices) : listed.prices
  const isChecked = current !== undefined && current.origin !== 'discovered'
  const api = isChecked ? current.api : listed.api
  return {
    id: listed.id,
    providerId: listed.providerId,
    label: isChecked ? current.label : (listed.label ?? splitModelId(listed.id).modelName),
    contextTokens: listed.contextTokens ?? current?.contextTokens ?? null,
    maxOutputTokens: listed.maxOutputTokens ?? current?.maxOutputTokens ?? null,
    price: {
      prices,
      tiers: mergeTiers(listed, prices, old),
      batchFactor: listed.batchFactor ?? old?.batchFactor ?? null,
      ...given('flexFactor', listed.flexFactor ?? old?.flexFactor),
      ...given('usOnlyFactor', listed.usOnlyFactor ?? old?.usOnlyFactor),
      source,
      readOn,
    },
    capabilities: isChecked ? current.capabilities : listed.capabilities,
    ...given('api', api),
    isSimulation: false,
    origin: 'user',
  }
}

function withOldPrices(listed: TokenPrices, old: TokenPrices): TokenPrices {
  // A write that cost no more than plain input goes on doing so when the input price changes.
  const write5m = old.cacheWrite5m === old.input ? listed.input : old.cacheWrite5m
  return {
    input: listed.input,
    output: listed.output,
    cacheRead: listed.cacheRead ?? old.cacheRead,
    cacheWrite5m: listed.cacheWrite5m ?? write5m,
    cacheWrite1h: listed.cacheWrite1h ?? old.cacheWrite1h,
  }
}

function mergeTiers(listed: ListedModel, prices: TokenPrices, old: PriceRow | null): PriceTier[] {
  const tiers = listed.tiers.map((tier) => tierPrices(tier.aboveInputTokens, tier.prices, prices))
  const told = new Set(tiers.map(({ aboveInputTokens }) => aboveInputTokens))
  const kept = (old?.tiers ?? []).filter(({ aboveInputTokens }) => !told.has(aboveInputTokens))
  return [...tiers, ...kept].sort((a, b) => a.aboveInputTokens - b.aboveInputTokens)
}

/** A member that is there only when its value is. */
function given<K extends string, V>(name: K, value: V | null | undefined): { readonly [P in K]?: V } {
  // A computed key widens to string; the object has this one member at most.
  return (value === null || value === undefined ? {} : { [name]: value }) as { readonly [P in K]?: V }
}
