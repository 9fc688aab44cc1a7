import { describe, expect, it } from 'vitest'
import { classSpend } from '../../../../shared/savings/spend/class-spend.ts'
import { madOfSorted, robustZ, spreadOf } from '../../../../shared/savings/spend/spread-of.ts'
import { bucketStart } from '../../../../shared/savings/spend/time-bucket.ts'
import { quantile } from '../../../../shared/stats/quantile.ts'
import { seededRandom } from '../../../../shared/stats/seeded-random.ts'
import { must } from '../../../support/must.ts'

describe('spreadOf', () => {
  it('tells what stands out, and how much of the money the dearest tenth is', () => {
    const values = [1, 1, 2, 2, 3, 3, 4, 4, 5, 75]
    expect(spreadOf(values)).toMatchObject({
      n: 10,
      p50: 3,
      mad: 1,
      max: 75,
      topTenthRatio: 0.75,
      tenfoldCount: 1,
      robustCount: 1,
    })
    expect(robustZ(75, { p50: 3, mad: 1 })).toBeCloseTo(48.564)
  })

  it('says nothing of robust z where more than half of the calls are alike', () => {
    expect(spreadOf([2, 2, 2, 9])).toMatchObject({ mad: 0, robustCount: null })
    expect(spreadOf([])).toBeNull()
    expect(spreadOf([0, 0])).toMatchObject({ topTenthRatio: null, gini: null, tenfoldCount: 0 })
  })

  it('finds the same median of distances and Gini as the definitions do', () => {
    const random = seededRandom('mad')
    for (let n = 1; n < 60; n++) {
      const values = Array.from({ length: n }, () => Math.floor(random() ** 3 * 50)).sort((a, b) => a - b)
      const median = must(quantile(values, 0.5))
      expect(madOfSorted(values, median)).toBe(
        quantile(
          values.map((x) => Math.abs(x - median)),
          0.5,
        ),
      )
      const sum = values.reduce((all, x) => all + x, 0)
      const differences = values.flatMap((x) => values.map((y) => Math.abs(x - y))).reduce((all, d) => all + d, 0)
      const { gini } = must(spreadOf(values))
      if (sum === 0) expect(gini).toBeNull()
      else expect(gini).toBeCloseTo(differences / (2 * n * sum), 9)
    }
  })
})

describe('classSpend', () => {
  const prices = { input: 1, output: 5, cacheRead: 0.1, cacheWrite5m: 1.25, cacheWrite1h: null }
  const price = { prices, tiers: [], batchFactor: null, source: 'test', readOn: '2026-11-21' }
  const tokens = {
    inputTokens: 1000,
    cacheReadTokens: 10_000,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 100,
    outputTokens: 300,
    reasoningTokens: 200,
  }

  it('shares a bill out by list prices so that it adds up exactly, and leaves what has no price aside', () => {
    const made = classSpend([
      { nanoUsd: 1_000_001, tokens, price },
      { nanoUsd: 77, tokens, price: null },
    ])
    const money = Object.fromEntries(made.byClass.map((one) => [one.class, one.nanoUsd]))
    expect(made.unsplitNanoUsd).toBe(77)
    expect(Object.values(money).reduce<number>((sum, one) => sum + (one ?? 0), 0)).toBe(1_000_001)
    // Weights 1000, 1000, 0, 100 (at the input's price), 1000, 500 of 3600.
    expect(money).toEqual({
      input: 277778,
      cacheRead: 277778,
      cacheWrite5m: 0,
      cacheWrite1h: 27778,
      reasoning: 277778,
      output: 138889,
    })
  })
})

describe('bucketStart', () => {
  it('begins weeks on Monday and months on the first, in UTC', () => {
    const at = Date.UTC(2026, 10, 22, 23, 59)
    expect(bucketStart(at, 'week')).toBe(Date.UTC(2026, 10, 16))
    expect(bucketStart(Date.UTC(2026, 10, 23), 'week')).toBe(Date.UTC(2026, 10, 23))
    expect(bucketStart(at, 'month')).toBe(Date.UTC(2026, 10, 1))
    expect(bucketStart(at, 'hour')).toBe(Date.UTC(2026, 10, 22, 23))
  })
})
