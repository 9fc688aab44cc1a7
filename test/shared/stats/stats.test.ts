import { describe, expect, it } from 'vitest'
import { meanInterval } from '../../../shared/stats/mean-interval.ts'
import { newcombeInterval } from '../../../shared/stats/newcombe-interval.ts'
import { pairedDifference } from '../../../shared/stats/paired-difference.ts'
import { paretoFront } from '../../../shared/stats/pareto-front.ts'
import { quantile } from '../../../shared/stats/quantile.ts'
import { seededRandom, xoshiro128 } from '../../../shared/stats/seeded-random.ts'
import { studentTDistribution, studentTQuantile } from '../../../shared/stats/student-t.ts'
import { wilsonInterval } from '../../../shared/stats/wilson-interval.ts'

describe('wilsonInterval', () => {
  it.each([
    [45, 50, 0.7864, 0.95652],
    [50, 50, 0.92865, 1],
    [0, 0, 0, 1],
    [0, 10, 0, 0.27754],
  ])('of %d of %d', (passed, total, low, high) => {
    const interval = wilsonInterval(passed, total)
    expect(interval[0]).toBeCloseTo(low, 5)
    expect(interval[1]).toBeCloseTo(high, 5)
  })

  it('encloses the rate and narrows with more cases', () => {
    for (let total = 1; total < 60; total++) {
      for (let passed = 0; passed <= total; passed++) {
        const [low, high] = wilsonInterval(passed, total)
        const [lowOfMore, highOfMore] = wilsonInterval(passed * 4, total * 4)
        expect(0 <= low && low <= passed / total && passed / total <= high && high <= 1).toBe(true)
        expect(highOfMore - lowOfMore).toBeLessThan(high - low)
      }
    }
  })

  it('refuses counts that cannot be', () => {
    expect(() => wilsonInterval(3, 2)).toThrow(RangeError)
    expect(() => wilsonInterval(-1, 2)).toThrow(RangeError)
    expect(() => wilsonInterval(Number.NaN, 2)).toThrow(RangeError)
  })
})

describe('studentTQuantile', () => {
  it.each([
    [0.975, 1, 12.7062047362],
    [0.975, 2, 4.3026527297],
    [0.975, 9, 2.2621571628],
    [0.95, 10, 1.8124611228],
    [0.975, 30, 2.0422724563],
    [0.995, 99, 2.6264054573],
    [0.975, 1_000_000, 1.9599663568],
    [0.025, 9, -2.2621571628],
    [0.5, 4, 0],
  ])('of %d with %d degrees of freedom', (probability, degrees, expected) => {
    expect(studentTQuantile(probability, degrees)).toBeCloseTo(expected, 8)
  })

  it('undoes the distribution function', () => {
    for (const degrees of [1, 2.5, 7, 63, 5000]) {
      for (const probability of [0.001, 0.2, 0.6, 0.9, 0.9999]) {
        expect(studentTDistribution(studentTQuantile(probability, degrees), degrees)).toBeCloseTo(probability, 11)
      }
    }
  })
})

describe('meanInterval', () => {
  it('agrees with the clustered and the plain standard error of the reference', () => {
    const values = [0.1, 0.1, -0.2, 0, 0.3, 0.3]
    expect(meanInterval(values, [1, 1, 2, 2, 3, 3])?.standardError).toBeCloseTo(0.11547, 6)
    expect(meanInterval(values)?.standardError).toBeCloseTo(0.07746, 6)
  })

  it('is the t interval for independent values', () => {
    const estimate = meanInterval([1, 2, 3, 4])
    expect(estimate?.mean).toBe(2.5)
    expect(estimate?.interval?.[0]).toBeCloseTo(0.445739743, 8)
    expect(estimate?.interval?.[1]).toBeCloseTo(4.554260257, 8)
  })

  it('has no interval for one value and nothing for none', () => {
    expect(meanInterval([7])).toEqual({ mean: 7, standardError: null, interval: null })
    expect(meanInterval([7, 8], ['a', 'a'])?.interval).toBeNull()
    expect(meanInterval([])).toBeNull()
  })
})

describe('pairedDifference', () => {
  it('gives the same for the same seed, and intervals that agree on a large sample', () => {
    const random = seededRandom('pairs')
    const baseline = Array.from({ length: 400 }, random)
    const candidate = baseline.map((value) => value + 0.1 + (random() - 0.5) * 0.4)
    const first = pairedDifference(baseline, candidate, { random: seededRandom(1), resamples: 4000 })
    expect(pairedDifference(baseline, candidate, { random: seededRandom(1), resamples: 4000 })).toEqual(first)
    expect(first?.meanDifference).toBeCloseTo(0.1, 1)
    expect(first?.bootstrap?.[0]).toBeCloseTo(first?.analytic?.[0] ?? 0, 2)
    expect(first?.bootstrap?.[1]).toBeCloseTo(first?.analytic?.[1] ?? 0, 2)
  })

  it('covers the true difference about as often as it claims', () => {
    const random = seededRandom(7)
    let covered = 0
    for (let trial = 0; trial < 300; trial++) {
      const baseline = Array.from({ length: 40 }, random)
      const candidate = Array.from({ length: 40 }, random)
      const interval = pairedDifference(baseline, candidate, { random, resamples: 300 })?.bootstrap
      if (interval && interval[0] <= 0 && interval[1] >= 0) covered++
    }
    expect(covered / 300).toBeGreaterThan(0.9)
    expect(covered / 300).toBeLessThan(0.99)
  })

  it('refuses what does not pair up', () => {
    expect(() => pairedDifference([1], [1, 2], { random: seededRandom(1) })).toThrow(RangeError)
    expect(pairedDifference([], [], { random: seededRandom(1) })).toBeNull()
    expect(pairedDifference([1], [3], { random: seededRandom(1) })).toMatchObject({
      meanDifference: 2,
      bootstrap: null,
      analytic: null,
    })
  })
})

describe('paretoFront', () => {
  it('keeps what nothing beats, ties included, and leaves the unknown out', () => {
    const points = [
      { quality: 0.9, cost: 10 },
      { quality: 0.9, cost: 12 },
      { quality: 0.8, cost: 5 },
      { quality: 0.8, cost: 5 },
      { quality: 0.7, cost: 6 },
      { quality: 1, cost: null },
      { quality: null, cost: 1 },
      { quality: 0, cost: 0 },
    ]
    expect(paretoFront(points)).toEqual([true, false, true, true, false, null, null, true])
  })

  it('never leaves a point off the front that no point of the front beats', () => {
    const random = seededRandom('front')
    for (let trial = 0; trial < 50; trial++) {
      const points = Array.from({ length: 30 }, () => ({
        quality: Math.floor(random() * 8),
        cost: Math.floor(random() * 8),
      }))
      const front = paretoFront(points)
      const kept = points.filter((_, index) => front[index])
      points.forEach((point, index) => {
        const isBeaten = kept.some(
          (other) =>
            other.quality >= point.quality &&
            other.cost <= point.cost &&
            (other.quality > point.quality || other.cost < point.cost),
        )
        expect(front[index]).toBe(!isBeaten)
      })
    }
  })
})

describe('quantile', () => {
  it('interpolates between the order statistics', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5)
    expect(quantile([1, 2, 3, 4, 5], 0.95)).toBeCloseTo(4.8, 12)
    expect(quantile([3], 0.95)).toBe(3)
    expect(quantile([10, 9, 100], 0)).toBe(9)
    expect(quantile([10, 9, 100], 1)).toBe(100)
    expect(quantile([], 0.5)).toBeNull()
    expect(() => quantile([1], 1.5)).toThrow(RangeError)
  })
})

describe('seededRandom', () => {
  it('is xoshiro128**', () => {
    const next = xoshiro128([1, 2, 3, 4])
    expect(Array.from({ length: 10 }, next)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ])
  })

  it('repeats for a seed, differs between seeds and fills 0 to 1 evenly', () => {
    const draw = (seed: number | string) => Array.from({ length: 5 }, seededRandom(seed))
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
    expect(draw('a')).not.toEqual(draw('b'))
    const random = seededRandom(3)
    const bins = new Array<number>(10).fill(0)
    for (let index = 0; index < 100_000; index++) {
      const bin = Math.floor(random() * 10)
      bins[bin] = (bins[bin] ?? 0) + 1
    }
    for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(500)
  })
})

function rateOf(passed: number, total: number) {
  const [low, high] = wilsonInterval(passed, total)
  return { rate: passed / total, interval: { low, high } }
}

// Newcombe 1998, table II, method 10: 56/70 − 48/80 and 9/10 − 3/10.
it('a difference of two rates has the published bounds', () => {
  const first = newcombeInterval(rateOf(48, 80), rateOf(56, 70))
  expect([first.low, first.high].map((bound) => bound.toFixed(4))).toEqual(['0.0524', '0.3339'])
  const second = newcombeInterval(rateOf(3, 10), rateOf(9, 10))
  expect([second.low, second.high].map((bound) => bound.toFixed(4))).toEqual(['0.1705', '0.8090'])
})
