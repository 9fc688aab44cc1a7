import { normalDistribution, normalQuantile } from './normal.ts'

/**
 * Which quantiles of the resampled values to take instead of the tails themselves: BCa.
 *
 * @param given.sorted  resampled values in rising order
 * @param given.leftOut the estimate with each cluster left out in turn
 * @param given.tail    0.05 for a 90 % interval
 * @see B. Efron, J. Am. Stat. Assoc. 82 (1987)
 */
export function bcaInterval(given: {
  readonly sorted: Float64Array
  readonly estimate: number
  readonly leftOut: Float64Array
  readonly tail: number
}): readonly [low: number, high: number] {
  const { sorted, estimate, tail } = given
  const share = (countBelow(sorted, estimate, false) + countBelow(sorted, estimate, true)) / 2 / sorted.length
  if (!(share > 0 && share < 1)) return [tail, 1 - tail]
  const bias = normalQuantile(share)
  const skew = accelerationOf(given.leftOut)
  const placeOf = (probability: number) => {
    const shifted = bias + normalQuantile(probability)
    return normalDistribution(bias + shifted / (1 - skew * shifted))
  }
  return [placeOf(tail), placeOf(1 - tail)]
}

function accelerationOf(leftOut: Float64Array): number {
  const mean = leftOut.reduce((sum, value) => sum + value, 0) / leftOut.length
  let squares = 0
  let cubes = 0
  for (const value of leftOut) {
    squares += (mean - value) ** 2
    cubes += (mean - value) ** 3
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5)
}

/** How many of the sorted values lie below the limit, or up to and on it: tied draws count half. */
function countBelow(sorted: Float64Array, limit: number, isOnToo: boolean): number {
  const slack = 1e-12 * Math.max(1, Math.abs(limit))
  const edge = isOnToo ? limit + slack : limit - slack
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < edge) low = middle + 1
    else high = middle
  }
  return low
}
