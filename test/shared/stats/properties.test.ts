import { describe, expect, it } from 'vitest'
import { benjaminiHochberg } from '../../../shared/stats/benjamini-hochberg.ts'
import { clusterBootstrap } from '../../../shared/stats/cluster-bootstrap.ts'
import { clusterSums } from '../../../shared/stats/cluster-sums.ts'
import { costRatio } from '../../../shared/stats/cost-ratio.ts'
import { holm } from '../../../shared/stats/holm.ts'
import { hybridStart, hybridStep } from '../../../shared/stats/hybrid-rule.ts'
import { nonInferiority } from '../../../shared/stats/non-inferiority.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'
import { signFlipTest } from '../../../shared/stats/sign-flip-test.ts'
import { halve, halvingCases, halvingRounds } from '../../../shared/stats/successive-halving.ts'

describe('signFlipTest', () => {
  it('counts every flip for few differences', () => {
    const found = signFlipTest([1, 1, 1, 1, 1, 0, 0], { random: seededRandom(1) })
    expect(found).toEqual({ twoSided: 2 / 32, positive: 1 / 32, isExact: true })
    expect(signFlipTest([0, 0], { random: seededRandom(1) })).toEqual({ twoSided: 1, positive: 1, isExact: true })
    expect(signFlipTest([3, 1], { random: seededRandom(1) })).toEqual({ twoSided: 0.5, positive: 0.25, isExact: true })
  })

  it('comes near the exact value by random flips', () => {
    const values = Array.from({ length: 24 }, (_, index) => (index % 3 === 0 ? -1 : 1))
    // 16 of 24 positive: two-sided binomial tail.
    const found = signFlipTest(values, { random: seededRandom('flip') })
    expect(found.isExact).toBe(false)
    expect(found.twoSided).toBeCloseTo(0.1516, 2)
    expect(found.positive).toBeCloseTo(0.0758, 2)
    expect(signFlipTest(Array(40).fill(1), { random: seededRandom(1) }).twoSided).toBeGreaterThan(0)
  })
})

describe('clusterBootstrap', () => {
  it('is repeatable, encloses the mean and narrows with more cases', () => {
    const random = seededRandom('draw')
    const values = Array.from({ length: 160 }, () => random() ** 3)
    const of = (count: number) =>
      clusterBootstrap(clusterSums(values.slice(0, count)), { random: seededRandom(1), resamples: 2000 })
    const [few, many] = [of(40), of(160)]
    expect(of(40)).toEqual(few)
    expect(few?.method).toBe('bca')
    expect(of(12)?.method).toBe('percentile')
    for (const found of [few, many]) {
      expect(found?.interval[0]).toBeLessThan(found?.estimate ?? 0)
      expect(found?.interval[1]).toBeGreaterThan(found?.estimate ?? 1)
    }
    expect(widthOf(many?.interval)).toBeLessThan(widthOf(few?.interval))
    expect(clusterBootstrap(clusterSums([1]), { random })).toBeNull()
  })

  it('widens when the cases of a cluster repeat each other', () => {
    const random = seededRandom('cluster')
    const cases = Array.from({ length: 30 }, () => random() - 0.5)
    const repeated = cases.flatMap((value) => [value, value, value])
    const names = cases.flatMap((_, index) => [index, index, index])
    const options = { random: seededRandom(2), resamples: 4000 }
    const honest = clusterBootstrap(clusterSums(repeated, names), options)
    const naive = clusterBootstrap(clusterSums(repeated), options)
    expect(widthOf(honest?.interval) / widthOf(naive?.interval)).toBeCloseTo(Math.sqrt(3), 0)
  })
})

describe('costRatio', () => {
  it('is exact where each case is cheaper by the same share', () => {
    const baseline = Array.from({ length: 50 }, (_, index) => 100 + index)
    const found = costRatio(
      { baseline, candidate: baseline.map((cost) => cost * 0.6), differences: Array(50).fill(0), margin: 0.03 },
      { random: seededRandom(1), resamples: 500 },
    )
    expect(found?.ratio).toBeCloseTo(0.6, 12)
    expect(found?.interval?.[0]).toBeCloseTo(0.6, 9)
    expect(found?.interval?.[1]).toBeCloseTo(0.6, 9)
    expect(found?.jointShare).toBe(1)
    expect(found?.topTenthShare).toBeCloseTo(0.118, 2)
  })

  it('has no ratio over a baseline that cost nothing', () => {
    const given = { baseline: [0, 0], candidate: [1, 1], differences: [0, 0], margin: 0.03 }
    expect(costRatio(given, { random: seededRandom(1) })).toBeNull()
    expect(() => costRatio({ ...given, candidate: [1] }, { random: seededRandom(1) })).toThrow(RangeError)
  })
})

describe('nonInferiority', () => {
  it('names its method by the kind of scores', () => {
    const decide = (differences: readonly number[], clusters?: readonly number[]) =>
      nonInferiority(differences, { margin: 0.05, random: seededRandom(1), resamples: 400, clusters })?.method
    expect(decide([1, 0, -1, 0])).toBe('bonett-price-and-score')
    expect(decide([1, 0, -1, 0], [1, 1, 2, 2])).toBe('percentile-and-score')
    expect(decide(Array.from({ length: 40 }, (_, index) => (index % 5) / 10 - 0.2))).toBe('bca-and-score')
    expect(decide([0.5])).toBeUndefined()
  })

  it('is never sure of few cases, and never says worse and not worse at once', () => {
    expect(nonInferiority(Array(30).fill(0), { margin: 0.03, random: seededRandom(1) })?.decision).toBe('undecided')
    const random = seededRandom('decide')
    for (let trial = 0; trial < 200; trial++) {
      const lean = random() - 0.5
      const differences = Array.from({ length: 40 + Math.floor(random() * 200) }, () =>
        random() < 0.3 ? (random() + lean > 0.5 ? 1 : -1) : 0,
      )
      const found = nonInferiority(differences, { margin: 0.05, random })
      expect(found).not.toBeNull()
      if (found === null) continue
      expect(found.interval[0]).toBeLessThanOrEqual(found.difference)
      expect(found.interval[1]).toBeGreaterThanOrEqual(found.difference)
      expect(found.moreCases === null).toBe(found.decision !== 'undecided')
      const swapped = nonInferiority(
        differences.map((value) => -value),
        { margin: 0.05, random },
      )
      expect(swapped?.interval[0]).toBeCloseTo(-found.interval[1], 6)
    }
  })

  it('needs the number of cases that the table gives, less those it has', () => {
    // 100 cases, 9 discordant of 100: (9 + 2) / 102 assumed.
    const differences = Array.from({ length: 100 }, (_, index) => (index < 5 ? 1 : index < 9 ? -1 : 0))
    const found = nonInferiority(differences, { margin: 0.03, random: seededRandom(1) })
    expect(found).toMatchObject({ decision: 'undecided', losses: 4, gains: 5, pairs: 100, moreCases: 641 })
  })

  it('refuses a margin of nothing: critical assertions are counted, not estimated', () => {
    expect(() => nonInferiority([0, 0], { margin: 0, random: seededRandom(1) })).toThrow(RangeError)
  })
})

describe('hybridStep', () => {
  it('stops on clearly worse and on clearly better ones, and stays decided', () => {
    const run = (difference: number) => {
      let state = hybridStart
      let cases = 0
      while (state.decided === null && cases < 500) {
        state = hybridStep(state, difference, { margin: 0.03, alpha: 0.05 })
        cases++
      }
      return { decided: state.decided, cases }
    }
    expect(run(-0.5).decided).toBe('worse')
    expect(run(0.5).decided).toBe('not-worse')
    expect(run(0.5).cases).toBeLessThan(40)
    const decided = hybridStep({ ...hybridStart, decided: 'worse' }, 1, { margin: 0.03, alpha: 0.05 })
    expect(decided.decided).toBe('worse')
  })
})

describe('successive halving', () => {
  it('keeps the better half, the cheaper at a tie, and always the baseline', () => {
    const arms = [
      { id: 'base', mean: 0.1, costPerCase: 9 },
      { id: 'a', mean: 0.9, costPerCase: 5 },
      { id: 'b', mean: 0.8, costPerCase: 5 },
      { id: 'c', mean: 0.8, costPerCase: 4 },
      { id: 'd', mean: 0.8, costPerCase: null },
    ]
    const { kept, dropped } = halve(arms, { baselineId: 'base' })
    expect(kept.map((arm) => arm.id)).toEqual(['base', 'a', 'c'])
    expect(dropped.map((arm) => arm.id)).toEqual(['b', 'd'])
    expect(() => halve([{ id: 'x', mean: null, costPerCase: 1 }])).toThrow(RangeError)
  })

  it.each([1, 2, 3, 5, 8, 17])('ends with one of %d within the budget', (count) => {
    const random = seededRandom(count)
    let arms = Array.from({ length: count }, (_, index) => ({ id: String(index), mean: random(), costPerCase: 1 }))
    const best = arms.reduce((a, b) => (b.mean > a.mean ? b : a))
    const rounds = halvingRounds(count)
    let spent = 0
    for (let round = 0; round < rounds; round++) {
      spent += arms.length * halvingCases({ budget: 400, survivors: arms.length, rounds })
      arms = [...halve(arms).kept] as typeof arms
    }
    expect(spent).toBeLessThanOrEqual(400)
    expect(arms).toEqual([best])
  })
})

describe('adjusted p-values', () => {
  it('never fall below the plain ones, and Holm never below Benjamini–Hochberg', () => {
    const random = seededRandom('p')
    for (let trial = 0; trial < 100; trial++) {
      const plain = Array.from({ length: 1 + Math.floor(random() * 12) }, () => random() ** 3)
      const strict = holm(plain)
      const loose = benjaminiHochberg(plain)
      plain.forEach((p, index) => {
        expect(loose[index]).toBeGreaterThanOrEqual(p - 1e-12)
        expect(strict[index]).toBeGreaterThanOrEqual((loose[index] ?? 1) - 1e-12)
        expect(strict[index]).toBeLessThanOrEqual(1)
      })
    }
  })
})

function widthOf(interval: readonly [number, number] | undefined): number {
  return interval === undefined ? Number.NaN : interval[1] - interval[0]
}
