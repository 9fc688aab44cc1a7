import type { PriceRow, TokenPrices } from '../domain/model.ts'

/**
 * The prices of a request with so many tokens in its prompt: those of the highest tier that it is above, less the
 * user's discount. Everything that reckons with prices reads them here, so that no figure forgets the discount.
 */
export function pricesFor(price: PriceRow, promptTokens: number): TokenPrices {
  let prices = price.prices
  let reached = 0
  for (const tier of price.tiers) {
    if (promptTokens > tier.aboveInputTokens && tier.aboveInputTokens >= reached) {
      reached = tier.aboveInputTokens
      prices = tier.prices
    }
  }
  return price.discountRatio ? discounted(prices, 1 - price.discountRatio) : prices
}

function discounted(prices: TokenPrices, factor: number): TokenPrices {
  const times = (usdPerMillion: number | null) => (usdPerMillion === null ? null : usdPerMillion * factor)
  return {
    input: prices.input * factor,
    output: prices.output * factor,
    cacheRead: times(prices.cacheRead),
    cacheWrite5m: times(prices.cacheWrite5m),
    cacheWrite1h: times(prices.cacheWrite1h),
  }
}
