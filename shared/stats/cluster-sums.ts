/** Something added up over one independent unit of a sample, such as the repeats and rephrasings of one case. */
export interface ClusterSum {
  readonly numerator: number
  readonly denominator: number
}

/**
 * Adds values up by cluster, in order of first appearance, so that a whole cluster can be drawn or left out at once.
 *
 * @param clusters which cluster each value belongs to; left out: each its own
 * @param weights what each value is divided by in the end: 1 gives a mean, a cost gives a ratio of costs
 */
export function clusterSums(
  values: readonly number[],
  clusters?: readonly (string | number)[],
  weights?: readonly number[],
): readonly ClusterSum[] {
  if (clusters !== undefined && clusters.length !== values.length) {
    throw new RangeError(`${values.length} values with ${clusters.length} clusters.`)
  }
  if (weights !== undefined && weights.length !== values.length) {
    throw new RangeError(`${values.length} values with ${weights.length} weights.`)
  }
  const sums = new Map<string | number, { numerator: number; denominator: number }>()
  values.forEach((value, index) => {
    const name = clusters?.[index] ?? index
    const sum = sums.get(name) ?? { numerator: 0, denominator: 0 }
    sum.numerator += value
    sum.denominator += weights?.[index] ?? 1
    sums.set(name, sum)
  })
  return [...sums.values()]
}
