import { describe, expect, it } from 'vitest'
import { benjaminiHochberg } from '../../../shared/stats/benjamini-hochberg.ts'
import { bonettPrice } from '../../../shared/stats/bonett-price.ts'
import { cohenKappa } from '../../../shared/stats/cohen-kappa.ts'
import { eProcessStart, eProcessStep } from '../../../shared/stats/e-process.ts'
import { casesForMaximum, failureBound } from '../../../shared/stats/failure-bound.ts'
import { gwetAc1 } from '../../../shared/stats/gwet-ac1.ts'
import { holm } from '../../../shared/stats/holm.ts'
import { mcnemarMidP } from '../../../shared/stats/mcnemar-mid-p.ts'
import { normalDistribution, normalQuantile } from '../../../shared/stats/normal.ts'
import { obrienFleming } from '../../../shared/stats/obrien-fleming.ts'
import { predictionPoweredMean } from '../../../shared/stats/prediction-powered-mean.ts'
import { roganGladen } from '../../../shared/stats/rogan-gladen.ts'
import { nonInferiorityCases, superiorityCases } from '../../../shared/stats/sample-size.ts'
import { scoreInterval } from '../../../shared/stats/score-interval.ts'

const Z90 = 1.644854

describe('normalQuantile', () => {
  it.each([
    [0.95, 1.6448536269515],
    [0.975, 1.9599639845401],
    [0.8, 0.8416212335729],
    [1e-9, -5.9978070150077],
    [0.5, 0],
  ])('of %d, and the distribution undoes it', (probability, expected) => {
    expect(normalQuantile(probability)).toBeCloseTo(expected, 9)
    expect(normalDistribution(expected) / probability).toBeCloseTo(1, 9)
  })
})

describe('mcnemarMidP', () => {
  it.each([
    [12, 4, 0.049042],
    [3, 8, 0.145996],
    [1, 6, 0.0703125],
    [0, 5, 0.03125],
    [10, 10, 1],
    [0, 0, 1],
  ])('of %d losses and %d gains', (losses, gains, expected) => {
    expect(mcnemarMidP(losses, gains).twoSided).toBeCloseTo(expected, 6)
    expect(mcnemarMidP(gains, losses).twoSided).toBeCloseTo(expected, 6)
  })

  it('is half of the two-sided p on the side of the better one', () => {
    expect(mcnemarMidP(3, 8).candidateIsBetter).toBeCloseTo(0.145996 / 2, 6)
    expect(mcnemarMidP(8, 3).candidateIsBetter).toBeCloseTo(1 - 0.145996 / 2, 6)
    expect(mcnemarMidP(12, 4).exactTwoSided).toBeCloseTo(0.076813, 6)
  })
})

describe('bonettPrice', () => {
  it.each([
    [3, 8, 100, 0.04902, -0.00857, 0.10661],
    [2, 2, 60, 0, -0.06498, 0.06498],
    [5, 1, 120, -0.03279, -0.07061, 0.00503],
  ])('of %d losses, %d gains in %d pairs', (losses, gains, pairs, difference, low, high) => {
    const found = bonettPrice({ losses, gains, pairs }, Z90)
    expect(found.difference).toBeCloseTo(difference, 5)
    expect(found.interval[0]).toBeCloseTo(low, 5)
    expect(found.interval[1]).toBeCloseTo(high, 5)
  })

  it('refuses counts that cannot be', () => {
    expect(() => bonettPrice({ losses: 3, gains: 3, pairs: 5 }, Z90)).toThrow(RangeError)
  })
})

describe('scoreInterval', () => {
  it.each([
    [0, 0, 50],
    [3, 8, 100],
    [0, 4, 60],
    [5, 1, 120],
  ])('is Tango’s for pass or fail: %d losses, %d gains in %d pairs', (losses, gains, pairs) => {
    const [low, high] = scoreInterval(differencesOf(losses, gains, pairs), Z90) ?? [0, 0]
    expect(tango(losses, gains, pairs, low)).toBeCloseTo(Z90, 6)
    expect(tango(losses, gains, pairs, high)).toBeCloseTo(-Z90, 6)
  })
})

describe('several claims', () => {
  it('adjusts by Holm and by Benjamini–Hochberg', () => {
    const p = [0.01, 0.04, 0.03, 0.005]
    expect(holm(p).map((value) => Number(value.toFixed(10)))).toEqual([0.03, 0.06, 0.06, 0.02])
    expect(benjaminiHochberg(p).map((value) => Number(value.toFixed(10)))).toEqual([0.02, 0.04, 0.04, 0.02])
  })
})

describe('agreement', () => {
  it('is kappa 0.4 for the reference table, and null where only one category occurs', () => {
    const agreement = cohenKappa([
      [20, 5],
      [10, 15],
    ])
    expect(agreement.value).toBeCloseTo(0.4, 12)
    expect(agreement.interval?.[0]).toBeCloseTo(0.1511, 3)
    expect(agreement.interval?.[1]).toBeCloseTo(0.6489, 3)
    expect(
      cohenKappa([
        [30, 0],
        [0, 0],
      ]).value,
    ).toBeNull()
  })

  it('counts near misses of ordered categories less when weighted', () => {
    const near = [
      [10, 5, 0],
      [5, 10, 5],
      [0, 5, 10],
    ]
    const plain = cohenKappa(near).value ?? 0
    const linear = cohenKappa(near, { weights: 'linear' }).value ?? 0
    const quadratic = cohenKappa(near, { weights: 'quadratic' }).value ?? 0
    expect([plain, linear, quadratic].map((value) => Number(value.toFixed(4)))).toEqual([0.3939, 0.5238, 0.6667])
  })

  it('stays high by AC1 where nearly everything passes and kappa collapses', () => {
    const lopsided = [
      [118, 5],
      [2, 0],
    ]
    expect(cohenKappa(lopsided).value ?? 1).toBeLessThan(0)
    expect(gwetAc1(lopsided)).toBeCloseTo(0.941, 3)
  })
})

describe('eProcess', () => {
  it('follows the reference case by case', () => {
    const wealth: number[] = []
    let state = eProcessStart
    for (const difference of [0, 0, 1, 0, -1, 0, 0, 1, 0, 0]) {
      state = eProcessStep(state, difference, { margin: 0.05, claim: 'not-worse' })
      wealth.push(Number(state.wealth.toFixed(5)))
    }
    expect(wealth).toEqual([1.01235, 1.03704, 1.61014, 1.65251, 0.82625, 0.83307, 0.84108, 1.03491, 1.06146, 1.0894])
  })

  it.each([
    [0.05, 116],
    [0.03, 197],
  ])('with a margin of %d and ties only, reaches 20 after %d cases', (margin, cases) => {
    let state = eProcessStart
    while (state.wealth < 20) state = eProcessStep(state, 0, { margin, claim: 'not-worse' })
    expect(state.cases).toBe(cases)
  })
})

describe('obrienFleming', () => {
  it('gives the published boundaries', () => {
    const rounded = (looks: number, alpha?: number) => obrienFleming(looks, alpha).map((z) => Number(z.toFixed(2)))
    expect(rounded(1)).toEqual([1.96])
    expect(rounded(4)).toEqual([4.05, 2.86, 2.34, 2.02])
    expect(rounded(5)).toEqual([4.56, 3.23, 2.63, 2.28, 2.04])
    expect(rounded(4, 0.1)).toEqual([3.47, 2.45, 2, 1.73])
  })
})

describe('how many cases', () => {
  it.each([
    [0.02, 0.03, 464, 643],
    [0.02, 0.05, 773, 1071],
    [0.02, 0.1, 1546, 2141],
    [0.03, 0.05, 344, 476],
    [0.03, 0.1, 687, 952],
    [0.05, 0.03, 75, 103],
    [0.05, 0.1, 248, 343],
    [0.1, 0.03, 19, 26],
    [0.1, 0.3, 186, null],
  ])('margin %d, discordance %d', (margin, variance, atEighty, atNinety) => {
    expect(nonInferiorityCases({ margin, variance })).toBe(atEighty)
    if (atNinety !== null) expect(nonInferiorityCases({ margin, variance, power: 0.9 })).toBe(atNinety)
  })

  it('shows a gain with the cases of the table, and never one beyond the margin', () => {
    const gains = [0.1, 0.2, 0.3].map((variance) => superiorityCases({ variance, difference: 0.1 }))
    expect(gains).toEqual([71, 150, 228])
    expect([0.1, 0.2, 0.3].map((variance) => superiorityCases({ variance, difference: 0.05 }))).toEqual([307, 621, 935])
    expect(nonInferiorityCases({ margin: 0.03, variance: 0.1, difference: -0.03 })).toBeNull()
    expect(superiorityCases({ variance: 0.1, difference: 0 })).toBeNull()
  })

  it('bounds what no failure leaves open, and a quantile by a maximum', () => {
    expect(failureBound(0, 0)).toBe(1)
    expect(failureBound(0, 100)).toBeCloseTo(0.02951, 5)
    expect(failureBound(3, 50)).toBeCloseTo(0.1478, 4)
    expect([0.9, 0.95, 0.99, 0.995].map((quantile) => casesForMaximum(quantile))).toEqual([29, 59, 299, 598])
  })
})

describe('scores of a judge, corrected by humans', () => {
  it('gives back the true rate from the observed one', () => {
    expect(roganGladen(0.9 * 0.7 + 0.2 * 0.3, { sensitivity: 0.9, specificity: 0.8 })).toBeCloseTo(0.7, 12)
    expect(roganGladen(0.02, { sensitivity: 0.9, specificity: 0.8 })).toBe(0)
    expect(roganGladen(0.5, { sensitivity: 0.5, specificity: 0.5 })).toBeNull()
  })

  it('moves the judge’s mean by how far it is off, and widens by the labels’ spread', () => {
    const found = predictionPoweredMean(
      [1, 1, 0, 1],
      [
        { judge: 1, human: 1 },
        { judge: 1, human: 0 },
        { judge: 0, human: 0 },
        { judge: 1, human: 1 },
      ],
    )
    expect(found?.mean).toBeCloseTo(0.5, 12)
    expect(found?.interval[0]).toBeCloseTo(0.5 - 1.959964 * Math.sqrt(0.25 / 4 + 0.25 / 4), 5)
    expect(predictionPoweredMean([1, 0], [{ judge: 1, human: 1 }])).toBeNull()
  })
})

function differencesOf(losses: number, gains: number, pairs: number): readonly number[] {
  return Array.from({ length: pairs }, (_, index) => (index < losses ? -1 : index < losses + gains ? 1 : 0))
}

/** Tango's closed form: another way to the same number. */
function tango(losses: number, gains: number, pairs: number, difference: number): number {
  const middle = (losses + gains) * (1 - difference) - 2 * difference * (pairs - gains)
  const root = Math.sqrt(middle * middle + 8 * pairs * losses * difference * (1 - difference))
  const lossRate = (middle + root) / (4 * pairs)
  const variance = pairs * (2 * lossRate + difference - difference * difference)
  return (gains - losses - pairs * difference) / Math.sqrt(variance)
}
