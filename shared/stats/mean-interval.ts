import { studentTQuantile } from './student-t.ts'

export interface MeanEstimate {
  readonly mean: number
  /** Null when there are fewer than two clusters: one value says nothing about the spread. */
  readonly standardError: number | null
  readonly interval: readonly [low: number, high: number] | null
}

/**
 * Mean with Student's t interval, for values that come in clusters.
 *
 * Repeats of one case resemble each other; counted as if independent, they make the interval too narrow. So the
 * error is that of the clusters' sums, with clusters − 1 degrees of freedom. Each value its own cluster: the plain t interval.
 *
 * @param clusters which cluster each value belongs to; left out: each its own
 * @param level    0.95 gives a 95 % interval
 * @returns null when there are no values
 * @see E. Miller, arXiv 2411.00640 (2024), clustered standard errors
 */
export function meanInterval(
  values: readonly number[],
  clusters?: readonly (string | number)[],
  level = 0.95,
): MeanEstimate | null {
  if (values.length === 0) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const sums = new Map<string | number, number>()
  values.forEach((value, index) => {
    const cluster = clusters?.[index] ?? index
    sums.set(cluster, (sums.get(cluster) ?? 0) + value - mean)
  })
  const count = sums.size
  if (count < 2) return { mean, standardError: null, interval: null }
  const squares = [...sums.values()].reduce((sum, value) => sum + value * value, 0)
  const standardError = Math.sqrt((squares * count) / (count - 1)) / values.length
  const half = studentTQuantile((1 + level) / 2, count - 1) * standardError
  return { mean, standardError, interval: [mean - half, mean + half] }
}
