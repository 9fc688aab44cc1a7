import { boundingRank } from './bounding-rank.ts'
import { quantileOfSorted } from './quantile.ts'

/** Beyond this many values the normal approximation of the rank is off by less than one. */
const EXACT_COUNT = 2000
const Z_975 = 1.959964

/**
 * 95 % interval of the median between two order statistics, whatever the distribution.
 *
 * @param sorted      values in rising order
 * @param independent how many of them are worth counting: repeats of one case resemble each other, so their number is that of the cases
 * @returns null for fewer than six, whose lowest and highest do not bound the median
 * @see H. A. David and H. N. Nagaraja, Order Statistics (2003), 7.1
 */
export function medianInterval(
  sorted: ArrayLike<number>,
  independent = sorted.length,
): readonly [low: number, high: number] | null {
  const rank =
    independent > EXACT_COUNT
      ? Math.ceil((independent + 1 + Z_975 * Math.sqrt(independent)) / 2)
      : boundingRank(independent, 0.5, 0.025)
  if (rank === null || independent < 2) return null
  const share = (rank - 1) / (independent - 1)
  const low = quantileOfSorted(sorted, 1 - share)
  const high = quantileOfSorted(sorted, share)
  return low === null || high === null ? null : [low, high]
}
