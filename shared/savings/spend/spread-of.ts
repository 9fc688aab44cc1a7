import type { SpendSpread } from '../../domain/spend-breakdown.ts'
import { quantileOfSorted } from '../../stats/quantile.ts'

/** Calls that cost so many times the median stand out. */
export const TENFOLD = 10
/** Robust z above which a value stands out (reference: median and MAD above 5). */
export const ROBUST_LIMIT = 5

/**
 * How values spread: quantiles, what stands out, and how unequal they are.
 *
 * @param sorted in rising order, 0 or more each
 * @returns null for none
 */
export function spreadOf(sorted: ArrayLike<number>): SpendSpread | null {
  const n = sorted.length
  const at = (probability: number) => quantileOfSorted(sorted, probability) ?? 0
  if (n === 0) return null
  let sum = 0
  let weighted = 0
  let top = 0
  const tenth = n - Math.ceil(n / 10)
  for (let index = 0; index < n; index++) {
    const value = sorted[index] ?? 0
    sum += value
    weighted += value * (index + 1)
    if (index >= tenth) top += value
  }
  const p50 = at(0.5)
  const mad = madOfSorted(sorted, p50)
  return {
    n,
    mean: sum / n,
    p50,
    p95: at(0.95),
    p99: at(0.99),
    max: sorted[n - 1] ?? 0,
    mad,
    topTenthRatio: sum > 0 ? top / sum : null,
    gini: sum > 0 ? Math.max(0, (2 * weighted) / (n * sum) - (n + 1) / n) : null,
    tenfoldCount: p50 > 0 ? n - firstAbove(sorted, p50 * TENFOLD) : 0,
    robustCount: mad > 0 ? n - firstAbove(sorted, p50 + (ROBUST_LIMIT * mad) / 0.6745) : null,
  }
}

/**
 * How far a value lies from the median, in units that a normal sample's standard deviation would be: 0.6745 (x − median) ÷ MAD.
 *
 * @returns null where more than half of the sample is alike
 * @see B. Iglewicz and D. C. Hoaglin, How to Detect and Handle Outliers (1993)
 */
export function robustZ(value: number, { p50, mad }: { readonly p50: number; readonly mad: number }): number | null {
  return mad > 0 ? (0.6745 * (value - p50)) / mad : null
}

/** The median distance from the median, without sorting again: the distances rise to both sides of it. */
export function madOfSorted(sorted: ArrayLike<number>, median: number): number {
  const n = sorted.length
  if (n === 0) return 0
  let right = firstAbove(sorted, median)
  let left = right - 1
  const wanted = [Math.floor((n - 1) / 2), Math.ceil((n - 1) / 2)]
  let sum = 0
  for (let taken = 0; taken <= (wanted[1] ?? 0); taken++) {
    const below = left >= 0 ? median - (sorted[left] ?? 0) : Number.POSITIVE_INFINITY
    const above = right < n ? (sorted[right] ?? 0) - median : Number.POSITIVE_INFINITY
    const distance = Math.min(below, above)
    if (below <= above) left -= 1
    else right += 1
    if (taken === wanted[0]) sum += distance
    if (taken === wanted[1]) sum += distance
  }
  return sum / 2
}

/** Index of the first value above a limit. */
function firstAbove(sorted: ArrayLike<number>, limit: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) > limit) high = middle
    else low = middle + 1
  }
  return low
}
