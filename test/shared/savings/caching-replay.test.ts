import { describe, expect, test } from 'vitest'
import { cacheHitRatio } from '../../../shared/cost/prompt-caching.ts'
import { planCost } from '../../../shared/savings/plan-cost.ts'
import { todaysCalls } from '../../../shared/savings/planned-call.ts'
import { replayedHitRatio } from '../../../shared/savings/replayed-hit-ratio.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'
import { must } from '../../support/must.ts'
import { savingsWorld } from '../../support/savings-world.ts'

/** Times of calls that come at random, so many a day. */
function poissonTimes(callsPerDay: number, count: number): number[] {
  const random = seededRandom(`poisson ${callsPerDay}`)
  let timeMs = 0
  return Array.from({ length: count }, () => {
    timeMs += (-Math.log1p(-random()) / callsPerDay) * 86_400_000
    return timeMs
  })
}

describe('caching by formula agrees with a replay, call by call, within 1 %', () => {
  test.each([
    [500, '5m'],
    [5000, '5m'],
    [60, '1h'],
  ] as const)('at %i calls per day, kept %s', (callsPerDay, cacheTtl) => {
    const prefix = 4000
    const input = savingsWorld({
      cases: 3,
      callsPerDay,
      columns: [
        {
          variant: 'A',
          model: 'anthropic/claude-opus-5-5',
          parameters: { cache: 'prefix', cacheTtl },
          tokens: { markedPrefix: prefix, prompt: 4100 },
          answer: () => ({ input: 4100, output: 50 }),
        },
      ],
    })
    const prices = must(input.columns[0]?.price).prices
    const write = cacheTtl === '1h' ? must(prices.cacheWrite1h) : must(prices.cacheWrite5m)
    const lifetimeMs = cacheTtl === '1h' ? 3_600_000 : 300_000
    const times = poissonTimes(callsPerDay, 40_000)
    let billed = 0
    let warmUntil = Number.NEGATIVE_INFINITY
    for (const timeMs of times) {
      billed += prefix * (timeMs < warmUntil ? must(prices.cacheRead) : write)
      billed += 100 * prices.input + 50 * prices.output
      warmUntil = timeMs + lifetimeMs
    }
    const replayed = (billed * 1000) / times.length
    const byFormula = must(planCost(input, todaysCalls(input)).callNanoUsd)
    expect(Math.abs(byFormula / replayed - 1)).toBeLessThan(0.01)
    const byLog = must(
      planCost(
        { ...input, arrivals: { label: 'a log', timesMs: times, keys: times.map(() => null) } },
        todaysCalls(input),
      ).callNanoUsd,
    )
    expect(Math.abs(byLog / replayed - 1)).toBeLessThan(0.0001)
  })
})

test('a run that was stopped half-way tells the same hits per call as the whole', () => {
  const costOf = (answered: number) => {
    const input = savingsWorld({
      cases: 10,
      callsPerDay: 400,
      columns: [
        {
          variant: 'A',
          model: 'anthropic/claude-opus-5-5',
          parameters: { cache: 'prefix' },
          tokens: { markedPrefix: 4000, prompt: 4100 },
          answer: (at) => (at < answered ? { input: 4100, output: 50 } : null),
        },
      ],
    })
    return must(planCost(input, todaysCalls(input)).callNanoUsd)
  }
  expect(costOf(5)).toBeCloseTo(costOf(10), 0)
})

test('a log of bursts hits more often than as many calls at random', () => {
  const bursts = Array.from({ length: 1000 }, (_, call) => Math.floor(call / 10) * 8_640_000 + (call % 10) * 1000)
  expect(replayedHitRatio(bursts, 300)).toBeCloseTo(0.9, 5)
  expect(cacheHitRatio(100, 300, { pattern: 'steady', burstCalls: 10 })).toBeLessThan(0.3)
})

test('S3’s example: 4,000 tokens, 500 calls a day: m is 0.303 with 5 minutes at a write of 1.25 and a read of 0.1', () => {
  const h = cacheHitRatio(500, 300, { pattern: 'steady', burstCalls: 1 })
  expect(h).toBeCloseTo(0.824, 3)
  expect(h * 0.1 + (1 - h) * 1.25).toBeCloseTo(0.303, 3)
})
