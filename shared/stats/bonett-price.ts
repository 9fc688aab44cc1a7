export interface PairedCounts {
  /** Cases that the baseline got right and the candidate wrong. */
  readonly losses: number
  /** Cases that the baseline got wrong and the candidate right. */
  readonly gains: number
  /** All paired cases, agreeing ones too. */
  readonly pairs: number
}

/**
 * Difference of two pass rates on the same cases, candidate − baseline, with its interval.
 *
 * One loss and one gain are added before counting. Without them a sample that happens to hold no loss gives an interval
 * that ends at zero, and accepts a candidate that is 5 points worse in up to 18 % of runs of 30 cases.
 *
 * @param z 1.644854 gives 90 % (95 % one-sided)
 * @see D. G. Bonett and R. M. Price, Psychological Methods 17 (2012)
 */
export function bonettPrice(
  counts: PairedCounts,
  z: number,
): { readonly difference: number; readonly interval: readonly [low: number, high: number] } {
  const { losses, gains, pairs } = counts
  if (!(losses >= 0 && gains >= 0 && losses + gains <= pairs)) {
    throw new RangeError(`Cannot have ${losses} losses and ${gains} gains in ${pairs} pairs.`)
  }
  const lossRate = (losses + 1) / (pairs + 2)
  const gainRate = (gains + 1) / (pairs + 2)
  const difference = gainRate - lossRate
  const half = z * Math.sqrt(Math.max(0, lossRate + gainRate - difference * difference) / (pairs + 2))
  return { difference, interval: [Math.max(-1, difference - half), Math.min(1, difference + half)] }
}
