import type { PriceRow, TokenPrices } from '../domain/model.ts'

/** The prices of a request with so many tokens in its prompt: those of the highest tier that it is above. */
export function pricesFor(price: PriceRow, promptTokens: number): TokenPrices {
  let prices = price.prices
  let reached = 0
  for (const tier of price.tiers) {
    if (promptTokens > tier.aboveInputTokens && tier.aboveInputTokens >= reached) {
      reached = tier.aboveInputTokens
      prices = tier.prices
    }
  }
  return prices
}
