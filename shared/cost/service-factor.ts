import type { PriceRow } from '../domain/model.ts'
import type { ServiceTier } from '../domain/service-tier.ts'

/** Where a call may be worked on: anywhere, or in the United States only, for which Anthropic asks 1.1 times the price. */
type CallRegion = 'any' | 'us-only'

export interface Purchase {
  readonly service?: ServiceTier
  readonly region?: CallRegion
}

/**
 * What OpenAI asks for priority with most models (https://openai.com/api-priority-processing/, read 2026-11-21: GPT-5, 5.1, 5.2, 5.4
 * and 5.4 mini 2; GPT-5.5 2.5, GPT-5 mini 1.8, GPT-4.1 1.75, GPT-4o 1.7). So what comes of it is always marked as an estimate.
 */
const PRIORITY_FACTOR = 2

/** What the normal price is multiplied with; the factors stack. Null when one that is asked for is unknown. */
export function serviceFactor(price: PriceRow, { service = 'standard', region = 'any' }: Purchase): number | null {
  const ofService = factorOfService(price, service)
  const ofRegion = region === 'us-only' ? (price.usOnlyFactor ?? null) : 1
  return ofService === null || ofRegion === null ? null : ofService * ofRegion
}

function factorOfService(price: PriceRow, service: ServiceTier): number | null {
  switch (service) {
    case 'standard':
      return 1
    case 'flex':
      return price.flexFactor ?? null
    case 'batch':
      return price.batchFactor
    case 'priority':
      return PRIORITY_FACTOR
    default:
      return service satisfies never
  }
}
