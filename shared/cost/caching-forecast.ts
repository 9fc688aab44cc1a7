import type { PriceRow } from '../domain/model.ts'
import type { NanoUsd } from '../domain/money.ts'
import type { CacheLifetime, CacheRule } from './cache-rules.ts'
import { monthlyCost } from './monthly-cost.ts'
import { pricesFor } from './prices-for.ts'
import {
  type Arrivals,
  breakEvenCallsPerDay,
  type CacheMultiples,
  cacheHitRatio,
  cacheMultiplier,
} from './prompt-caching.ts'

export interface CachingForecast {
  readonly lifetime: CacheLifetime
  /** False below the provider's minimum: nothing is cached, and nothing changes. */
  readonly isCached: boolean
  readonly hitRatio: number
  /** Price of a prefix token with caching, as a multiple of the input price. */
  readonly multiplier: number
  /** What caching changes per month; below 0 it saves, above 0 it costs. */
  readonly changeNanoUsd: NanoUsd
  /** Calls per day above which it pays; 0 = always, null = never. */
  readonly breakEvenCallsPerDay: number | null
}

/**
 * What caching a stable prefix would make of the month's bill, for each lifetime that the provider offers.
 *
 * @returns null when the price, or that of reading the cache, is unknown; a lifetime whose writes have no price is left out
 */
export function cachingForecast(given: {
  readonly prefixTokens: number
  readonly promptTokens: number
  readonly price: PriceRow | null
  readonly rule: CacheRule
  readonly callsPerDay: number
  readonly arrivals: Arrivals
  /** False where the prefix is another one in every case: it is written, and never read. */
  readonly isShared?: boolean
}): readonly CachingForecast[] | null {
  const { prefixTokens, promptTokens, price, rule, callsPerDay, arrivals, isShared = true } = given
  if (price === null) return null
  const prices = pricesFor(price, promptTokens)
  if (prices.cacheRead === null || prices.input === 0) return null
  const read = prices.cacheRead / prices.input
  const isCached = prefixTokens > 0 && prefixTokens >= (rule.minTokens ?? 0)
  return rule.lifetimes.flatMap((lifetime): CachingForecast[] => {
    const writePrice = prices[lifetime.writeClass]
    if (writePrice === null) return []
    const multiples: CacheMultiples = { read, write: writePrice / prices.input }
    const hitRatio = isCached && isShared ? cacheHitRatio(callsPerDay, lifetime.seconds, arrivals) : 0
    const multiplier = isCached ? cacheMultiplier(hitRatio, multiples) : 1
    const perCall = prefixTokens * prices.input * 1000 * (multiplier - 1)
    return [
      {
        lifetime,
        isCached,
        hitRatio,
        multiplier,
        changeNanoUsd: monthlyCost(perCall, callsPerDay) ?? 0,
        breakEvenCallsPerDay: isShared ? breakEvenCallsPerDay(multiples, lifetime.seconds, arrivals) : null,
      },
    ]
  })
}

/**
 * The change that someone who knows these forecasts gets: the best lifetime, and none where caching must be asked for and
 * costs money; null without a forecast.
 */
export function bestCaching(forecasts: readonly CachingForecast[], { mode }: CacheRule): CachingForecast | null {
  const [best = null] = forecasts.toSorted((a, b) => a.changeNanoUsd - b.changeNanoUsd)
  return mode === 'asked' && best !== null && best.changeNanoUsd > 0 ? null : best
}
