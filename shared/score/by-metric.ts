import type { AssertionResult } from '../domain/score.ts'

export interface MetricResults {
  /** Empty for assertions without one. */
  readonly metric: string
  readonly results: readonly AssertionResult[]
  /** By weight; null when nothing of it counts, or what counts was not judged. */
  readonly mean: number | null
}

/** Results of one metric together, in the order in which each is first named; those without one come first. */
export function byMetric(results: readonly AssertionResult[]): readonly MetricResults[] {
  const groups = Map.groupBy(results, ({ metric }) => metric ?? '')
  const unnamed = groups.get('') ?? []
  groups.delete('')
  const named = [...groups].map(([metric, own]) => ({ metric, results: own, mean: meanOf(own) }))
  return unnamed.length === 0 ? named : [{ metric: '', results: unnamed, mean: meanOf(unnamed) }, ...named]
}

function meanOf(results: readonly AssertionResult[]): number | null {
  const weight = results.reduce((sum, result) => sum + result.weight, 0)
  if (weight === 0 || results.some((result) => result.weight > 0 && result.score === null)) return null
  return results.reduce((sum, result) => sum + result.weight * (result.score ?? 0), 0) / weight
}
