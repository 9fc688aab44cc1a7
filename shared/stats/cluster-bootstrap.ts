import { bcaInterval } from './bca-interval.ts'
import type { ClusterSum } from './cluster-sums.ts'
import { groupUnits } from './group-units.ts'
import { quantileOfSorted } from './quantile.ts'
import type { Random } from './seeded-random.ts'

export interface BootstrapEstimate {
  /** Σ numerators / Σ denominators of the sample. */
  readonly estimate: number
  readonly interval: readonly [low: number, high: number]
  /** Percentile below 20 clusters, where the correction itself is too uncertain. */
  readonly method: 'bca' | 'percentile'
  readonly clusters: number
}

export interface BootstrapOptions {
  readonly random: Random
  readonly resamples?: number
  /** 0.9 gives a 90 % interval: 95 % one-sided. */
  readonly level?: number
}

const FEWEST_FOR_BCA = 20

/**
 * Interval of a mean or ratio by drawing whole clusters with replacement, bias-corrected and accelerated (BCa).
 *
 * @returns null for fewer than two clusters, or where the denominators add up to nothing
 * @see B. Efron, J. Am. Stat. Assoc. 82 (1987)
 */
export function clusterBootstrap(sums: readonly ClusterSum[], options: BootstrapOptions): BootstrapEstimate | null {
  const estimate = ratioOf(sums)
  if (sums.length < 2 || estimate === null) return null
  const [units = sums] = groupUnits([sums], options.random)
  const [draws] = resample([units], options.random, options.resamples ?? 10_000)
  if (draws === undefined) return null
  return intervalOfDraws({ sums: units, estimate, draws, level: options.level ?? 0.95 })
}

/** Draws the same clusters from each of the lists, so that their estimates vary together; NaN where nothing divides. */
export function resample(
  lists: readonly (readonly ClusterSum[])[],
  random: Random,
  resamples: number,
): readonly Float64Array[] {
  const count = lists[0]?.length ?? 0
  const numerators = lists.map((sums) => Float64Array.from(sums, (sum) => sum.numerator))
  const denominators = lists.map((sums) => Float64Array.from(sums, (sum) => sum.denominator))
  const draws = lists.map(() => new Float64Array(resamples))
  const picked = new Int32Array(count)
  for (let sample = 0; sample < resamples; sample++) {
    for (let place = 0; place < count; place++) picked[place] = Math.floor(random() * count)
    draws.forEach((values, list) => {
      const upper = numerators[list] as Float64Array // as many as there are lists
      const lower = denominators[list] as Float64Array
      let numerator = 0
      let denominator = 0
      for (let place = 0; place < count; place++) {
        const index = picked[place] as number
        numerator += upper[index] as number
        denominator += lower[index] as number
      }
      values[sample] = numerator / denominator
    })
  }
  return draws
}

/** Turns draws of one statistic into its interval. */
export function intervalOfDraws(given: {
  readonly sums: readonly ClusterSum[]
  readonly estimate: number
  readonly draws: Float64Array
  readonly level: number
}): BootstrapEstimate {
  const { sums, estimate, level } = given
  const sorted = given.draws.filter((value) => Number.isFinite(value)).sort()
  const tail = (1 - level) / 2
  const isFew = sums.length < FEWEST_FOR_BCA
  const [low, high] = isFew ? [tail, 1 - tail] : bcaInterval({ sorted, estimate, tail, leftOut: leaveOneOut(sums) })
  return {
    estimate,
    interval: [quantileOfSorted(sorted, low) ?? estimate, quantileOfSorted(sorted, high) ?? estimate],
    method: isFew ? 'percentile' : 'bca',
    clusters: sums.length,
  }
}

export function ratioOf(sums: readonly ClusterSum[]): number | null {
  let numerator = 0
  let denominator = 0
  for (const sum of sums) {
    numerator += sum.numerator
    denominator += sum.denominator
  }
  return denominator === 0 ? null : numerator / denominator
}

function leaveOneOut(sums: readonly ClusterSum[]): Float64Array {
  const numerator = sums.reduce((total, sum) => total + sum.numerator, 0)
  const denominator = sums.reduce((total, sum) => total + sum.denominator, 0)
  return Float64Array.from(sums, (sum) => (numerator - sum.numerator) / (denominator - sum.denominator))
}
