/**
 * Interval of the mean of bounded differences, by inverting the score test: a mean is refused when the observed one lies too far
 * from it, measured with the spread that the sample would have if that mean were true.
 *
 * The sample's own spread is too small just when no loss happens to be in it; this one puts the missing mass on the worst
 * possible loss (or gain). With pass or fail it is Tango's interval.
 *
 * @param differences candidate − baseline, −1 to 1, one per independent case or cluster
 * @param quantile of the normal or t distribution; 1.644854 gives 90 %
 * @returns null without differences
 * @see T. Tango, Statistics in Medicine 17 (1998); constrained spread: A. B. Owen, Empirical Likelihood (2001), with the bounds as atoms
 */
export function scoreInterval(
  differences: readonly number[],
  quantile: number,
): readonly [low: number, high: number] | null {
  if (differences.length === 0) return null
  if (differences.some((value) => !(value >= -1 && value <= 1))) throw new RangeError('A difference is not in −1 to 1.')
  const groups = countValues(differences)
  const mirrored = groups.map((group) => ({ value: -group.value, count: group.count }))
  return [lowerBound(groups, quantile), -lowerBound(mirrored, quantile)]
}

interface ValueCount {
  readonly value: number
  readonly count: number
}

const MAX_VALUES = 1000

/**
 * With pass or fail there are three values however many cases: the work is by value, not by case. More than a thousand different
 * ones are rounded to a tenth of a point, which no interval shows.
 */
function countValues(differences: readonly number[], unit = 0): readonly ValueCount[] {
  const counts = new Map<number, number>()
  for (const difference of differences) {
    const value = unit === 0 ? difference : Math.round(difference / unit) * unit
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  if (counts.size > MAX_VALUES && unit === 0) return countValues(differences, 1 / MAX_VALUES)
  return [...counts].map(([value, count]) => ({ value, count }))
}

function lowerBound(groups: readonly ValueCount[], quantile: number): number {
  const total = groups.reduce((sum, group) => sum + group.count, 0)
  const mean = groups.reduce((sum, group) => sum + group.count * group.value, 0) / total
  let low = -1
  let high = mean
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    const variance = constrainedVariance(groups, total, middle)
    if ((mean - middle) * Math.sqrt(total) > quantile * Math.sqrt(variance)) low = middle
    else high = middle
  }
  return low
}

/** Variance of the likeliest distribution on the values seen and −1 that has the given mean, which lies below the sample's. */
function constrainedVariance(groups: readonly ValueCount[], total: number, mean: number): number {
  if (mean <= -1) return 0
  const massAt = (tilt: number) =>
    groups.reduce((sum, { value, count }) => sum + count / (total + tilt * (value - mean)), 0)
  // Beyond this tilt the value −1 would get a negative weight; up to it, unseen losses get none.
  const steepest = total / (1 + mean)
  let low = 0
  let high = steepest
  // Mass is 1 at no tilt, falls, then rises to 1 again at the tilt sought, if that is within reach.
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2
    if (massAt(middle) > 1) high = middle
    else low = middle
  }
  const tilt = (low + high) / 2
  let seen = 0
  let variance = 0
  for (const { value, count } of groups) {
    const weight = count / (total + tilt * (value - mean))
    seen += weight
    variance += weight * (value - mean) ** 2
  }
  return variance + Math.max(0, 1 - seen) * (1 + mean) ** 2
}
