import type { ColumnSummary } from '../domain/results.ts'
import { paretoFront } from '../stats/pareto-front.ts'

/** Sets `isOnFront` of a run's columns: quality is the mean score, cost the mean cost of a call. */
export function markFront(columns: readonly Omit<ColumnSummary, 'isOnFront'>[]): ColumnSummary[] {
  const front = paretoFront(columns.map((column) => ({ quality: column.meanScore, cost: column.costPer1000NanoUsd })))
  return columns.map((column, index) => ({ ...column, isOnFront: front[index] ?? null }))
}
