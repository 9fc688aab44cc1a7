import type { PriceRow } from '../domain/model.ts'
import type { NanoUsd } from '../domain/money.ts'
import { tokenCost } from './cost-of.ts'
import { pricesFor } from './prices-for.ts'
import { type Purchase, serviceFactor } from './service-factor.ts'

/**
 * The most that a call can cost: what a budget holds back before it is sent.
 *
 * Every prompt token counts at the dearest class that may befall it: newer OpenAI models write to their cache unasked, at
 * 1.25 times the input price (OpenAI's documentation, 2026-10-03). One-hour writes happen only to those who ask.
 *
 * @param call.promptTokens upper bound; an estimate must have its margin added
 * @returns null when the price, or the factor of the service or region that is asked for, is unknown
 */
export function worstCaseCost(
  call: Purchase & {
    readonly promptTokens: number
    readonly maxOutputTokens: number
    readonly price: PriceRow | null
    readonly mayWriteOneHourCache?: boolean
  },
): NanoUsd | null {
  const { price } = call
  if (price === null) return null
  const factor = serviceFactor(price, call)
  if (factor === null) return null
  const prices = pricesFor(price, call.promptTokens)
  const writePrice = Math.max(prices.cacheWrite5m ?? 0, call.mayWriteOneHourCache ? (prices.cacheWrite1h ?? 0) : 0)
  const inputPrice = Math.max(prices.input, prices.cacheRead ?? 0, writePrice)
  return tokenCost(call.promptTokens, inputPrice * factor) + tokenCost(call.maxOutputTokens, prices.output * factor)
}
