import { describe, expect, it } from 'vitest'
import { cacheRule } from '../../../shared/cost/cache-rules.ts'
import { cachingForecast } from '../../../shared/cost/caching-forecast.ts'
import {
  type Arrivals,
  breakEvenCallsPerDay,
  breakEvenHitRatio,
  cacheHitRatio,
  cacheMultiplier,
} from '../../../shared/cost/prompt-caching.ts'
import type { PriceRow } from '../../../shared/domain/model.ts'

const STEADY: Arrivals = { pattern: 'steady', burstCalls: 1 }
const FIVE_MINUTES = { read: 0.1, write: 1.25 }
const ONE_HOUR = { read: 0.1, write: 2 }

/** Vectors of shared/reference/science.md, section 4.2. */
describe('the economics of prompt caching', () => {
  it('give the worked example: 500 calls a day, 5 minutes: 82.4 % hits, 0.303 of the price, not 0.1', () => {
    const hits = cacheHitRatio(500, 300, STEADY)
    expect(hits).toBeCloseTo(0.824, 3)
    expect(cacheMultiplier(hits, FIVE_MINUTES)).toBeCloseTo(0.303, 3)
    expect(cacheMultiplier(cacheHitRatio(500, 3600, STEADY), ONE_HOUR)).toBeCloseTo(0.1, 3)
  })

  it.each([
    [{ write: 1.25, read: 0.1 }, 0.217],
    [{ write: 2, read: 0.1 }, 0.526],
    [{ write: 1.25, read: 0.05 }, 0.208],
    [{ write: 2, read: 0.05 }, 0.513],
    [{ write: 1, read: 0.5 }, 0],
  ])('give the break-even share of hits of %o', (multiples, hits) => {
    expect(breakEvenHitRatio(multiples)).toBeCloseTo(hits, 3)
  })

  it.each([
    ['5 minutes', FIVE_MINUTES, 300, 2.9],
    ['1 hour', ONE_HOUR, 3600, 0.75],
    ['30 minutes at OpenAI', FIVE_MINUTES, 1800, 0.49],
  ])('give the break-even rate for %s per hour', (_name, multiples, seconds, perHour) => {
    const perDay = breakEvenCallsPerDay(multiples, seconds, STEADY) ?? 0
    expect(perDay / 24).toBeCloseTo(perHour, 1)
    expect(cacheMultiplier(cacheHitRatio(perDay, seconds, STEADY), multiples)).toBeCloseTo(1, 9)
  })

  it('let 1 hour beat 5 minutes above 0.55 calls per hour', () => {
    const difference = (perHour: number) =>
      cacheMultiplier(cacheHitRatio(perHour * 24, 3600, STEADY), ONE_HOUR) -
      cacheMultiplier(cacheHitRatio(perHour * 24, 300, STEADY), FIVE_MINUTES)
    expect(difference(0.5)).toBeGreaterThan(0)
    expect(difference(0.6)).toBeLessThan(0)
  })

  it('cost money where calls are rare, and save where the same calls come close together', () => {
    const rare = cacheHitRatio(24, 300, STEADY)
    expect(cacheMultiplier(rare, FIVE_MINUTES)).toBeGreaterThan(1.1)
    const office = cacheHitRatio(24, 300, { pattern: 'office-hours', burstCalls: 1 })
    expect(office).toBeGreaterThan(rare)
    const bursts = cacheHitRatio(24, 300, { pattern: 'bursts', burstCalls: 12 })
    expect(bursts).toBeGreaterThan(11 / 12)
    expect(cacheMultiplier(bursts, FIVE_MINUTES)).toBeLessThan(0.2)
  })

  it.each(['steady', 'office-hours', 'bursts'] as const)('agree on the break-even with the hits, %s', (pattern) => {
    for (const burstCalls of [1, 2, 10]) {
      for (const multiples of [FIVE_MINUTES, ONE_HOUR]) {
        const arrivals = { pattern, burstCalls }
        const calls = breakEvenCallsPerDay(multiples, 300, arrivals) ?? 0
        const below = cacheMultiplier(cacheHitRatio(calls * 0.97, 300, arrivals), multiples)
        const above = cacheMultiplier(cacheHitRatio(calls * 1.03, 300, arrivals), multiples)
        expect(below).toBeGreaterThan(1 - 1e-9)
        expect(above).toBeLessThan(1 + 1e-9)
      }
    }
  })

  it('never pay where reading costs as much as not caching, and have no hits without calls', () => {
    expect(breakEvenCallsPerDay({ read: 1, write: 1.25 }, 300, STEADY)).toBeNull()
    expect(cacheHitRatio(0, 300, STEADY)).toBe(0)
  })
})

describe('the rule of a provider', () => {
  it.each([
    ['anthropic', 'claude-opus-5-5', 512],
    ['anthropic', 'claude-haiku-5-5', 512],
    ['anthropic', 'claude-fable-5-1', 512],
    ['anthropic', 'claude-sonnet-5', 1024],
    ['anthropic', 'claude-opus-4-8', 1024],
    ['anthropic', 'claude-opus-4-7', 2048],
    ['anthropic', 'claude-haiku-4-5-20251001', 4096],
    ['openai-compatible', 'anthropic/claude-opus-4.6', 4096],
    ['openai', 'gpt-6-luna', 1024],
    ['openai-compatible', 'google/gemini-2.5-pro', 2048],
    ['openai-compatible', 'gemini-3.5-flash', 4096],
  ])('knows the minimum of %s %s', (providerKind, modelName, minTokens) => {
    expect(cacheRule({ providerKind, modelName })?.minTokens).toBe(minTokens)
  })

  it('bills writes of newer OpenAI models only, and is unknown for what is not documented', () => {
    const writes = (modelName: string) =>
      cacheRule({ providerKind: 'openai', modelName })?.lifetimes.map(({ label, writeClass }) => [label, writeClass])
    expect(writes('gpt-5.6-sol')).toEqual([['30 min', 'cacheWrite5m']])
    expect(writes('gpt-5.4-mini')).toEqual([['5 min', 'input']])
    expect(writes('o4-mini')).toEqual([['5 min', 'input']])
    expect(cacheRule({ providerKind: 'openai-compatible', modelName: 'my-llama' })).toBeNull()
    expect(cacheRule({ providerKind: 'sandbox', modelName: 'small' })).toBeNull()
  })
})

describe('the forecast', () => {
  const price: PriceRow = {
    prices: { input: 3, output: 15, cacheRead: 0.3, cacheWrite5m: 3.75, cacheWrite1h: 6 },
    tiers: [],
    batchFactor: 0.5,
    source: 'test',
    readOn: '2026-11-21',
  }
  const rule = cacheRule({ providerKind: 'anthropic', modelName: 'claude-sonnet-5' })
  const given = { prefixTokens: 4000, promptTokens: 4200, price, callsPerDay: 500, arrivals: STEADY }

  it('takes 70 % and 90 % off the prefix of the worked example', () => {
    const forecast = cachingForecast({ ...given, rule: rule as NonNullable<typeof rule> })
    // 4,000 tokens at $3 per million are 12 m$ a call, 500 calls on 30.4375 days.
    const month = 12_000_000 * 500 * 30.4375
    expect(forecast?.map(({ changeNanoUsd }) => changeNanoUsd / month)).toEqual([
      expect.closeTo(-0.697, 3),
      expect.closeTo(-0.9, 3),
    ])
  })

  it('shows a loss where calls are rare', () => {
    const forecast = cachingForecast({ ...given, callsPerDay: 12, rule: rule as NonNullable<typeof rule> })
    expect(forecast?.map(({ changeNanoUsd }) => changeNanoUsd > 0)).toEqual([true, true])
  })

  it('changes nothing below the minimum, and is unknown without a price', () => {
    const known = rule as NonNullable<typeof rule>
    const short = cachingForecast({ ...given, prefixTokens: 1023, rule: known })
    expect(short?.map(({ isCached, changeNanoUsd }) => [isCached, changeNanoUsd])).toEqual([
      [false, 0],
      [false, 0],
    ])
    expect(cachingForecast({ ...given, price: null, rule: known })).toBeNull()
    const unread = { ...price, prices: { ...price.prices, cacheRead: null } }
    expect(cachingForecast({ ...given, price: unread, rule: known })).toBeNull()
  })
})
