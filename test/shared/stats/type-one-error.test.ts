import { describe, expect, it, vi } from 'vitest'
import { costRatio } from '../../../shared/stats/cost-ratio.ts'
import { eProcessStart, eProcessStep } from '../../../shared/stats/e-process.ts'
import { holm } from '../../../shared/stats/holm.ts'
import { hybridFixedAlpha, hybridStart, hybridStep } from '../../../shared/stats/hybrid-rule.ts'
import { mcnemarMidP } from '../../../shared/stats/mcnemar-mid-p.ts'
import { nonInferiority } from '../../../shared/stats/non-inferiority.ts'
import { normalDistribution } from '../../../shared/stats/normal.ts'
import { obrienFleming } from '../../../shared/stats/obrien-fleming.ts'
import { type Random, seededRandom } from '../../../shared/stats/seeded-random.ts'
import { signFlipTest } from '../../../shared/stats/sign-flip-test.ts'
import { logGamma } from '../../../shared/stats/student-t.ts'
import { isSoak } from '../../support/soak.ts'

// Each test simulates the truth that a verdict may hardly ever deny, and counts how often it does.
const SEED = process.env.PITHY_SEED ?? (isSoak ? String(Date.now()) : 'verdicts')
const NOMINAL = 0.05
const SIZES = [30, 50, 100, 200]
// 75 and 90 cases are where the usual intervals fail most.
const EXACT_SIZES = isSoak ? [...SIZES, 20, 25, 75, 90, 150, 300] : [...SIZES, 75, 90]
const scale = isSoak ? 20 : 1
if (isSoak) vi.setConfig({ testTimeout: 1_800_000 })
console.info(`Monte Carlo seed: PITHY_SEED=${SEED}${isSoak ? ', long form' : ''}`)

describe('not worse, decided once', () => {
  it.each(EXACT_SIZES)(
    'is claimed of a candidate at the margin in at most 6 of 100 samples of %d cases: counted exactly',
    (pairs) => {
      const margins = isSoak ? [0.01, 0.02, 0.03, 0.05, 0.1, 0.15] : [0.03, 0.05]
      for (const margin of margins) {
        const accepted = acceptedCounts(pairs, margin)
        for (const spread of [1, 1.2, 1.5, 2, 3, 6]) {
          const discordance = Math.min(0.6, margin * spread)
          const rate = exactRate(accepted, pairs, (discordance + margin) / 2, (discordance - margin) / 2)
          note(rate, `counted exactly, margin ${margin}, discordance ${discordance}`)
          expect(rate, `margin ${margin}, discordance ${discordance}`).toBeLessThanOrEqual(NOMINAL + 0.01)
        }
      }
    },
  )

  const graded: Record<string, (random: Random, margin: number) => number> = {
    'repeats averaged': (random, margin) =>
      random() < 0.3 ? shareOf(3, 0.5 - margin / 0.6, random) - shareOf(3, 0.5 + margin / 0.6, random) : 0,
    'rare large losses': (random, margin) => (random() < 2 * margin ? -random() : 0),
    'a few gains, a steady loss': (random, margin) => (random() < 0.1 ? 0.6 : -(margin + 0.06) / 0.9),
    'bell-shaped': (random, margin) => Math.max(-1, Math.min(1, -margin + 0.15 * bell(random))),
  }
  for (const [name, draw] of Object.entries(graded)) {
    it.each(SIZES)(`holds for graded scores, ${name}, %d cases`, (pairs) => {
      const random = seededRandom(`${SEED} graded ${name} ${pairs}`)
      expectAtMostNominal(120 * scale, () => {
        const differences = Array.from({ length: pairs }, () => draw(random, 0.05))
        return decide(differences, 0.05, random)?.decision === 'not-worse'
      })
    })
  }

  it.each(SIZES)('holds for cases that come in clusters of three, %d cases', (pairs) => {
    const random = seededRandom(`${SEED} clusters ${pairs}`)
    expectAtMostNominal(150 * scale, () => {
      const clusters = Array.from({ length: pairs }, (_, index) => Math.floor(index / 3))
      let shared = 0
      const differences = clusters.map((_, index) => {
        if (index % 3 === 0) shared = pick(0.2, 0.1, random)
        return random() < 0.8 ? shared : pick(0.2, 0.1, random)
      })
      return decide(differences, 0.1, random, clusters)?.decision === 'not-worse'
    })
  })
})

describe('worse, decided once', () => {
  it.each(SIZES)('is claimed of an equal candidate in at most 6 of 100 samples of %d cases', (pairs) => {
    const random = seededRandom(`${SEED} worse ${pairs}`)
    for (const rate of [0.02, 0.05, 0.15]) {
      expectAtMostNominal(400 * scale, () => {
        const differences = Array.from({ length: pairs }, () => pick(rate, rate, random))
        return decide(differences, 0.03, random)?.decision === 'worse'
      })
    }
  })

  it.each(SIZES)('is found neither by McNemar’s mid-p nor by sign flips, %d cases', (pairs) => {
    const random = seededRandom(`${SEED} tests ${pairs}`)
    expectAtMostNominal(1500 * scale, () => {
      const differences = Array.from({ length: pairs }, () => pick(0.1, 0.1, random))
      return (
        mcnemarMidP(differences.filter((d) => d < 0).length, differences.filter((d) => d > 0).length).twoSided <= 0.05
      )
    })
    expectAtMostNominal(150 * scale, () => {
      const differences = Array.from({ length: pairs }, () => bell(random) ** 3)
      return signFlipTest(differences, { random, flips: 200 }).twoSided <= 0.05
    })
  })
})

describe('cheaper', () => {
  it.each(SIZES)('is claimed of an equally dear candidate in at most 6 of 100 samples of %d cases', (pairs) => {
    const random = seededRandom(`${SEED} cost ${pairs}`)
    const cost = () => Math.exp(0.8 * bell(random))
    for (const isShared of [true, false]) {
      expectAtMostNominal(300 * scale, () => {
        const sizes = Array.from({ length: pairs }, cost)
        const found = costRatio(
          {
            baseline: sizes.map((size) => (isShared ? size * cost() : cost())),
            candidate: sizes.map((size) => (isShared ? size * cost() : cost())),
            differences: sizes.map(() => 0),
            margin: 0.03,
          },
          { random, resamples: 300 },
        )
        return (found?.interval?.[1] ?? 1) < 1
      })
    }
  })
})

describe('decided at any time', () => {
  it.each([
    [0.1, 0.03],
    [0.2, 0.05],
    [0.06, 0.05],
  ])('a betting test holds over all looks: discordance %d, margin %d', (discordance, margin) => {
    const random = seededRandom(`${SEED} bets ${discordance}`)
    const draw = () => pick((discordance + margin) / 2, (discordance - margin) / 2, random)
    for (const claim of ['not-worse', 'worse'] as const) {
      for (const [most, runs] of [
        [200, 500],
        [1000, 150],
      ] as const) {
        expectAtMostNominal(runs * scale, () => {
          let state = eProcessStart
          for (let seen = 0; seen < most; seen++) {
            state = eProcessStep(state, draw(), { margin, claim })
            if (state.wealth >= 1 / NOMINAL) return true
          }
          return false
        })
      }
    }
  })

  it.each(SIZES)('the hybrid of bets and a last fixed test holds, at most %d cases', (pairs) => {
    const random = seededRandom(`${SEED} hybrid ${pairs}`)
    const rule = { margin: 0.05, alpha: NOMINAL }
    expectAtMostNominal(400 * scale, () => {
      let state = hybridStart
      const seen: number[] = []
      while (seen.length < pairs) {
        seen.push(pick(0.1, 0.05, random))
        state = hybridStep(state, seen.at(-1) ?? 0, rule)
        if (state.decided !== null) return state.decided === 'not-worse'
      }
      return decide(seen, rule.margin, random, undefined, hybridFixedAlpha(rule))?.decision === 'not-worse'
    })
  })

  it.each([100, 200])('four O’Brien–Fleming looks at up to %d cases hold', (pairs) => {
    const random = seededRandom(`${SEED} looks ${pairs}`)
    const alphas = obrienFleming(4, 2 * NOMINAL).map((z) => 1 - normalDistribution(z))
    expectAtMostNominal(300 * scale, () => {
      const differences = Array.from({ length: pairs }, () => pick(0.1, 0.05, random))
      return alphas.some((alpha, look) => {
        const seen = differences.slice(0, ((look + 1) * pairs) / 4)
        return decide(seen, 0.05, random, undefined, alpha)?.decision === 'not-worse'
      })
    })
  })
})

describe('several candidates', () => {
  it('are claimed by Holm with at most 6 % of families holding a false claim', () => {
    const random = seededRandom(`${SEED} families`)
    expectAtMostNominal(500 * scale, () => {
      const p = Array.from({ length: 5 }, () => {
        const differences = Array.from({ length: 100 }, () => pick(0.1, 0.1, random))
        return mcnemarMidP(differences.filter((d) => d < 0).length, differences.filter((d) => d > 0).length).twoSided
      })
      return holm(p).some((value) => value <= NOMINAL)
    })
  })
})

/** The long form is run to be read: its rates are the record. */
function note(rate: number, of: string): void {
  if (isSoak) console.info(`${(100 * rate).toFixed(2)} %  ${expect.getState().currentTestName}: ${of}`)
}

/** A rate above 6 % fails, unless the simulation is too short to tell it from 6 %. */
function expectAtMostNominal(runs: number, isWrong: () => boolean): void {
  let wrong = 0
  for (let run = 0; run < runs; run++) if (isWrong()) wrong++
  const limit = NOMINAL + 0.01
  note(wrong / runs, `${runs} samples`)
  expect(wrong / runs).toBeLessThanOrEqual(limit + 3 * Math.sqrt((limit * (1 - limit)) / runs))
}

function decide(
  differences: readonly number[],
  margin: number,
  random: Random,
  clusters?: readonly number[],
  alpha = NOMINAL,
) {
  return nonInferiority(differences, { margin, alpha, random, clusters, resamples: isSoak ? 1000 : 300 })
}

/** A loss, a gain or neither. */
function pick(lossRate: number, gainRate: number, random: Random): number {
  const place = random()
  return place < lossRate ? -1 : place < lossRate + gainRate ? 1 : 0
}

function shareOf(trials: number, rate: number, random: Random): number {
  let passed = 0
  for (let trial = 0; trial < trials; trial++) if (random() < rate) passed++
  return passed / trials
}

function bell(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** For each number of losses, the numbers of gains with which "not worse" is claimed: they are those from a least one up. */
function acceptedCounts(pairs: number, margin: number): readonly number[] {
  const random = seededRandom('none is used')
  const least: number[] = []
  let gains = 0
  for (let losses = 0; losses <= pairs; losses++) {
    while (losses + gains <= pairs && decide(counted(losses, gains, pairs), margin, random)?.decision !== 'not-worse')
      gains++
    least.push(gains)
    if (losses + gains > pairs) break
  }
  return least
}

function counted(losses: number, gains: number, pairs: number): readonly number[] {
  return Array.from({ length: pairs }, (_, index) => (index < losses ? -1 : index < losses + gains ? 1 : 0))
}

function exactRate(least: readonly number[], pairs: number, lossRate: number, gainRate: number): number {
  let rate = 0
  least.forEach((from, losses) => {
    for (let gains = from; gains + losses <= pairs; gains++) {
      if (gains > 0 && gainRate <= 0) break
      const ties = pairs - losses - gains
      const ways = logGamma(pairs + 1) - logGamma(losses + 1) - logGamma(gains + 1) - logGamma(ties + 1)
      const logGains = gains === 0 ? 0 : gains * Math.log(gainRate)
      rate += Math.exp(ways + losses * Math.log(lossRate) + logGains + ties * Math.log(1 - lossRate - gainRate))
    }
  })
  return rate
}
