import type { PriceRow } from '../domain/model.ts'

/** How a call is bought: answered at once, over the provider's batch API, or at once but with less haste. */
type ServiceTier = 'standard' | 'batch' | 'flex'

/** Where a call may be worked on: anywhere, or in the United States only, for which Anthropic asks 1.1 times the price. */
type CallRegion = 'any' | 'us-only'

export interface Purchase {
  readonly service?: ServiceTier
  readonly region?: CallRegion
}

/** What the normal price is multiplied with; the factors stack. Null when one that is asked for is unknown. */
export function serviceFactor(price: PriceRow, { service = 'standard', region = 'any' }: Purchase): number | null {
  const ofService = factorOfService(price, service)
  const ofRegion = region === 'us-only' ? (price.usOnlyFactor ?? null) : 1
  return ofService === null || ofRegion === null ? null : ofService * ofRegion
}

function factorOfService(price: PriceRow, service: ServiceTier): number | null {
  if (service === 'batch') return price.batchFactor
  if (service === 'flex') return price.flexFactor ?? null
  service satisfies 'standard'
  return 1
}
