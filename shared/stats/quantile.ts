/**
 * Quantile of a sample, by linear interpolation between order statistics (type 7 of Hyndman and Fan, as in R and NumPy).
 *
 * @param values need not be sorted; left unchanged
 * @param probability 0 to 1; 0.5 is the median
 * @returns null for an empty sample
 */
export function quantile(values: readonly number[], probability: number): number | null {
  return quantileOfSorted(Float64Array.from(values).sort(), probability)
}

/** The same for values in rising order, where several quantiles of one sample are wanted. */
export function quantileOfSorted(sorted: ArrayLike<number>, probability: number): number | null {
  if (!(probability >= 0 && probability <= 1)) throw new RangeError(`${probability} is not a probability.`)
  const place = (sorted.length - 1) * probability
  const below = sorted[Math.floor(place)]
  const above = sorted[Math.ceil(place)]
  if (below === undefined || above === undefined) return null
  return below + (above - below) * (place - Math.floor(place))
}
