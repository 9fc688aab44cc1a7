import type { PriceTier, TokenPrices } from '../domain/model.ts'
import { roundPrice } from './price-value.ts'
import { SkipEntry } from './skip-entry.ts'

/** Prices as a list gives them: any class may be missing. */
export type ListedPrices = { readonly [K in keyof TokenPrices]: number | null }

/** @throws SkipEntry without prices for input and output, and when both are zero: lists write 0 for "not known" */
export function basePrices(listed: ListedPrices): TokenPrices {
  const { input, output } = listed
  if (input === null || output === null) throw new SkipEntry('no price per token')
  if (input === 0 && output === 0) throw new SkipEntry('both prices are 0, which may mean unknown')
  return { ...listed, input, output }
}

/**
 * A whole tier. Where a list gives it only for input and output, the cache prices rise as the input price does: so OpenAI
 * bills above 272,000 tokens (pricing page, 2026-11-03).
 */
export function tierPrices(aboveInputTokens: number, listed: ListedPrices, base: TokenPrices): PriceTier {
  const input = listed.input ?? base.input
  const rise = base.input === 0 ? 1 : input / base.input
  const risen = (name: 'cacheRead' | 'cacheWrite5m' | 'cacheWrite1h') => {
    const price = base[name]
    return listed[name] ?? (price === null ? null : roundPrice(price * rise))
  }
  return {
    aboveInputTokens,
    prices: {
      input,
      output: listed.output ?? base.output,
      cacheRead: risen('cacheRead'),
      cacheWrite5m: risen('cacheWrite5m'),
      cacheWrite1h: risen('cacheWrite1h'),
    },
  }
}
