import { meanInterval } from './mean-interval.ts'
import { quantileOfSorted } from './quantile.ts'
import type { Random } from './seeded-random.ts'

export interface PairedDifference {
  /** Mean of candidate − baseline. */
  readonly meanDifference: number
  readonly pairs: number
  /** Percentile interval of the bootstrap over pairs; null for fewer than two pairs. */
  readonly bootstrap: readonly [low: number, high: number] | null
  /** Student's t interval; null for fewer than two pairs. */
  readonly analytic: readonly [low: number, high: number] | null
}

/**
 * How much a candidate differs from a baseline on the same cases.
 *
 * With pass or fail and few cases that differ, both intervals are too narrow (a bootstrap that never draws a loss knows
 * of none): do not decide "not worse" by them there.
 *
 * @param baseline  one value per case; repeats are averaged before
 * @param candidate in the same order of cases
 * @param options.random makes the bootstrap repeatable: see seededRandom
 * @returns null when there are no pairs
 * @throws RangeError when the two do not pair up
 */
export function pairedDifference(
  baseline: readonly number[],
  candidate: readonly number[],
  options: { readonly random: Random; readonly resamples?: number; readonly level?: number },
): PairedDifference | null {
  if (baseline.length !== candidate.length) {
    throw new RangeError(`${baseline.length} values cannot be paired with ${candidate.length}.`)
  }
  const { random, resamples = 10_000, level = 0.95 } = options
  const differences = Float64Array.from(candidate, (value, index) => value - (baseline[index] ?? Number.NaN))
  const estimate = meanInterval([...differences], undefined, level)
  if (estimate === null) return null
  const isTooSmall = differences.length < 2
  return {
    meanDifference: estimate.mean,
    pairs: differences.length,
    bootstrap: isTooSmall ? null : bootstrapInterval(differences, random, resamples, level),
    analytic: estimate.interval,
  }
}

function bootstrapInterval(
  values: Float64Array,
  random: Random,
  resamples: number,
  level: number,
): readonly [low: number, high: number] | null {
  const count = values.length
  const means = new Float64Array(resamples)
  for (let sample = 0; sample < resamples; sample++) {
    let sum = 0
    for (let draw = 0; draw < count; draw++) sum += values[Math.floor(random() * count)] ?? 0
    means[sample] = sum / count
  }
  means.sort()
  const low = quantileOfSorted(means, (1 - level) / 2)
  const high = quantileOfSorted(means, (1 + level) / 2)
  return low === null || high === null ? null : [low, high]
}
