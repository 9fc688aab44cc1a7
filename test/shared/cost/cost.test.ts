import { describe, expect, it } from 'vitest'
import { costOf } from '../../../shared/cost/cost-of.ts'
import { formatUsd } from '../../../shared/cost/format-usd.ts'
import { monthlyCost } from '../../../shared/cost/monthly-cost.ts'
import { worstCaseCost } from '../../../shared/cost/worst-case-cost.ts'
import type { PriceRow } from '../../../shared/domain/model.ts'
import type { Usage } from '../../../shared/domain/usage.ts'

function usage(part: Partial<Usage>): Usage {
  return {
    inputTokens: 0,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: 0,
    reasoningTokens: null,
    isEstimated: false,
    ...part,
  }
}

function priceRow(prices: Partial<PriceRow['prices']>, part: Partial<PriceRow> = {}): PriceRow {
  return {
    prices: { input: 0, output: 0, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, ...prices },
    tiers: [],
    batchFactor: 0.5,
    source: 'test',
    readOn: '2026-11-01',
    ...part,
  }
}

const mini = priceRow({ input: 0.75, output: 4.5, cacheRead: 0.075 })
const haiku = priceRow({ input: 1, output: 5, cacheRead: 0.1, cacheWrite5m: 1.25, cacheWrite1h: 2 })
const long = priceRow(
  { input: 2, output: 10, cacheRead: 0.1, cacheWrite5m: 2.5 },
  {
    tiers: [
      {
        aboveInputTokens: 272_000,
        prices: { input: 4, output: 15, cacheRead: 0.2, cacheWrite5m: 5, cacheWrite1h: null },
      },
    ],
  },
)

describe('costOf', () => {
  it('bills an OpenAI call: 1,200 prompt tokens of which 1,024 were cached, 50 out', () => {
    // 176 × 0.75 + 1,024 × 0.075 + 50 × 4.5 = 132 + 76.8 + 225 = 433.8 millionths of a dollar
    expect(
      costOf({
        usage: usage({ inputTokens: 176, cacheReadTokens: 1024, outputTokens: 50, reasoningTokens: 30 }),
        price: mini,
      }),
    ).toEqual({
      nanoUsd: 433_800,
      byClass: { input: 132_000, cacheRead: 76_800, cacheWrite5m: 0, cacheWrite1h: 0, output: 225_000 },
      assumedClasses: [],
    })
  })

  it('bills an Anthropic call: 20 uncached, 1,000 read, 400 written for five minutes, 100 for an hour, 10 out', () => {
    // 20 × 1 + 1,000 × 0.1 + 400 × 1.25 + 100 × 2 + 10 × 5 = 870 millionths
    const used = usage({
      inputTokens: 20,
      cacheReadTokens: 1000,
      cacheWrite5mTokens: 400,
      cacheWrite1hTokens: 100,
      outputTokens: 10,
    })
    expect(costOf({ usage: used, price: haiku })?.nanoUsd).toBe(870_000)
  })

  it('keeps the difference between two tiny calls', () => {
    const price = priceRow({ input: 0.02, output: 0.1 })
    expect(costOf({ usage: usage({ inputTokens: 1 }), price })?.nanoUsd).toBe(20)
    expect(costOf({ usage: usage({ inputTokens: 100, outputTokens: 1 }), price })?.nanoUsd).toBe(2_100)
    expect(costOf({ usage: usage({ inputTokens: 101, outputTokens: 1 }), price })?.nanoUsd).toBe(2_120)
  })

  it('bills the whole request at the tier that the whole prompt reaches', () => {
    const below = usage({ inputTokens: 272_000, outputTokens: 1000 })
    const above = usage({ inputTokens: 1, cacheReadTokens: 272_000, outputTokens: 1000 })
    expect(costOf({ usage: below, price: long })?.nanoUsd).toBe(554_000_000)
    // 1 × 4 + 272,000 × 0.2 + 1,000 × 15
    expect(costOf({ usage: above, price: long })?.nanoUsd).toBe(69_404_000)
  })

  it('takes the input price for a cache class without one, and says so', () => {
    const used = usage({ inputTokens: 10, cacheWrite5mTokens: 10 })
    expect(costOf({ usage: used, price: mini })).toMatchObject({ nanoUsd: 15_000, assumedClasses: ['cacheWrite5m'] })
  })

  it('applies the batch factor to every class, and does not guess one', () => {
    const used = usage({ inputTokens: 1000, cacheReadTokens: 1000, outputTokens: 100 })
    expect(costOf({ usage: used, price: haiku, service: 'batch' })?.nanoUsd).toBe(800_000)
    expect(costOf({ usage: used, price: { ...haiku, batchFactor: null }, service: 'batch' })).toBeNull()
  })

  it('multiplies the factors of service and region, and gives null where one of them is unknown', () => {
    const used = usage({ inputTokens: 1000, outputTokens: 100 })
    const known = { ...haiku, flexFactor: 0.5, usOnlyFactor: 1.1 }
    expect(costOf({ usage: used, price: known, service: 'flex' })?.nanoUsd).toBe(750_000)
    expect(costOf({ usage: used, price: known, region: 'us-only' })?.nanoUsd).toBe(1_650_000)
    expect(costOf({ usage: used, price: known, service: 'batch', region: 'us-only' })?.nanoUsd).toBe(825_000)
    expect(costOf({ usage: used, price: haiku, service: 'flex' })).toBeNull()
    expect(costOf({ usage: used, price: { ...haiku, flexFactor: null }, service: 'flex' })).toBeNull()
    expect(costOf({ usage: used, price: haiku, region: 'us-only' })).toBeNull()
    expect(worstCaseCost({ promptTokens: 5, maxOutputTokens: 5, price: haiku, region: 'us-only' })).toBeNull()
  })

  it('takes the discount off every class, tier and service, in the worst case too', () => {
    const used = usage({ inputTokens: 1000, cacheReadTokens: 2000, cacheWrite1hTokens: 100, outputTokens: 100 })
    const less = { ...haiku, discountRatio: 0.1 }
    expect(costOf({ usage: used, price: haiku })?.nanoUsd).toBe(1_900_000)
    expect(costOf({ usage: used, price: less })?.nanoUsd).toBe(1_710_000)
    expect(costOf({ usage: used, price: less, service: 'batch' })?.nanoUsd).toBe(855_000)
    const tiered = { ...long, discountRatio: 0.25 }
    expect(costOf({ usage: usage({ inputTokens: 300_000 }), price: tiered })?.nanoUsd).toBe(900_000_000)
    expect(worstCaseCost({ promptTokens: 1000, maxOutputTokens: 200, price: less })).toBe(2_025_000)
    expect(costOf({ usage: used, price: { ...mini, discountRatio: 0.1 } })?.assumedClasses).toEqual(['cacheWrite1h'])
  })

  it('gives null, never zero, for a model without a price', () => {
    expect(costOf({ usage: usage({ inputTokens: 5 }), price: null })).toBeNull()
    expect(worstCaseCost({ promptTokens: 5, maxOutputTokens: 5, price: null })).toBeNull()
    expect(monthlyCost(null, 1000)).toBeNull()
  })
})

describe('worstCaseCost', () => {
  it('reckons with an unasked cache write and the whole output', () => {
    expect(worstCaseCost({ promptTokens: 1000, maxOutputTokens: 200, price: mini })).toBe(1_650_000)
    expect(worstCaseCost({ promptTokens: 1000, maxOutputTokens: 200, price: haiku })).toBe(2_250_000)
    expect(worstCaseCost({ promptTokens: 1000, maxOutputTokens: 200, price: haiku, mayWriteOneHourCache: true })).toBe(
      3_000_000,
    )
    expect(worstCaseCost({ promptTokens: 300_000, maxOutputTokens: 0, price: long, service: 'batch' })).toBe(
      750_000_000,
    )
  })

  it('is never below what a call with that prompt and output costs', () => {
    for (const price of [mini, haiku, long]) {
      for (let cached = 0; cached <= 300_000; cached += 60_000) {
        const cost = costOf({
          usage: usage({ inputTokens: 300_000 - cached, cacheWrite5mTokens: cached, outputTokens: 7 }),
          price,
        })
        const worst = worstCaseCost({ promptTokens: 300_000, maxOutputTokens: 7, price })
        expect(worst).toBeGreaterThanOrEqual(cost?.nanoUsd ?? Number.POSITIVE_INFINITY)
      }
    }
  })
})

describe('formatUsd', () => {
  it.each([
    [null, 'unpriced'],
    [0, '$0'],
    [14_200_000, '$0.0142'],
    [1_420_000_000_000, '$1.42k'],
    [20, '$0.0000000200'],
    [433_800, '$0.000434'],
    [1_000_000_000, '$1.00'],
    [12_345_000_000, '$12.3'],
    [123_456_000_000, '$123'],
    [999_400_000_000, '$999'],
    [999_600_000_000, '$1.00k'],
    [999_600_000, '$1.00'],
    [45_600_000_000_000, '$45.6k'],
    [1_234_567_000_000_000, '$1.23M'],
    [-250_000_000, '-$0.250'],
  ])('writes %s nano-dollars as %s', (nano, text) => {
    expect(formatUsd(nano)).toBe(text)
  })
})

it('reckons a month as a twelfth of a year', () => {
  expect(monthlyCost(1_000_000, 100)).toBe(3_043_750_000)
})
