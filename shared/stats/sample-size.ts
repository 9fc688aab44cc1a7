import { normalQuantile } from './normal.ts'

/**
 * How many paired cases prove "not worse by more than the margin", with the given power.
 *
 * @param wanted.variance of one case's difference. With pass or fail: the share of discordant cases (their difference's square
 *   is taken off here). Graded or repeated: the mean square of the differences
 * @param wanted.difference the true difference, candidate − baseline, that is assumed; 0 = equal
 * @returns null where no number of cases can: the assumed difference is the margin or worse
 */
export function nonInferiorityCases(wanted: {
  readonly variance: number
  readonly margin: number
  readonly difference?: number
  readonly alpha?: number
  readonly power?: number
}): number | null {
  const { variance, margin, difference = 0, alpha = 0.05, power = 0.8 } = wanted
  const room = difference + margin
  if (room <= 0) return null
  const z = normalQuantile(1 - alpha) + normalQuantile(power)
  return ceilOf((z * z * Math.max(0, variance - difference * difference)) / (room * room))
}

/**
 * How many paired cases show a gain, two-sided.
 *
 * @param wanted.variance as above
 * @returns null for no difference: nothing can be shown
 */
export function superiorityCases(wanted: {
  readonly variance: number
  readonly difference: number
  readonly alpha?: number
  readonly power?: number
}): number | null {
  const { variance, difference, alpha = 0.05, power = 0.8 } = wanted
  if (difference === 0) return null
  const z = normalQuantile(1 - alpha / 2) + normalQuantile(power)
  return ceilOf((z * z * Math.max(0, variance - difference * difference)) / (difference * difference))
}

/** 75.0000000001 cases are 75. */
function ceilOf(cases: number): number {
  return Math.ceil(cases - 1e-9)
}
