import { cacheMultiplier } from '../../cost/prompt-caching.ts'
import { prefixTokens } from '../plan-cost.ts'
import { todaysCaching } from '../planned-call.ts'
import { prefixHitRatio } from '../prefix-hit-ratio.ts'
import type { SavingsColumn, SavingsInput } from '../savings-input.ts'

/**
 * What caching makes of a shorter prompt, in words; empty where it plays no part. A prefix that falls below the provider's minimum is
 * no longer cached: it pays only if L′ < L · m (science.md section 4.2).
 */
export function cachedBreakEven(input: SavingsInput, before: SavingsColumn, after: SavingsColumn): readonly string[] {
  const caching = todaysCaching(before)
  const prices = before.price?.prices
  if (caching === null || !prices || prices.cacheRead === null || prices.input === 0) return []
  const long = prefixTokens(before, caching)
  const short = prefixTokens(after, caching)
  const least = before.cacheRule?.minTokens ?? 0
  if (long < least || short >= least) return []
  const hit = prefixHitRatio(input, caching.lifetime.seconds)
  const write = (prices[caching.lifetime.writeClass] ?? prices.input) / prices.input
  const m = cacheMultiplier(hit, { read: prices.cacheRead / prices.input, write })
  const round = (tokens: number) => Math.round(tokens).toLocaleString('en-US')
  return [
    `Its prefix of ${round(short)} tokens is below the ${round(least)} from which the provider caches: it must be shorter than ${round(long * m)} (${round(long)} × ${m.toFixed(2)}) to cost less than the cached one.`,
  ]
}
