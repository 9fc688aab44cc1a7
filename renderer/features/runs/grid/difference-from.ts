import type { ColumnSummary } from '../../../../shared/domain/results.ts'

export interface Difference {
  /** "+2.5 points": as observed; says nothing about what would come out next time. */
  readonly quality: string | null
  readonly cost: { readonly text: string; readonly tone: 'good' | 'bad' | 'neutral' } | null
}

/** How far a column lies from the baseline in what was observed. No verdict: that needs paired cases and a margin. */
export function differenceFrom(baseline: ColumnSummary, column: ColumnSummary): Difference {
  return {
    quality:
      baseline.passRate === null || column.passRate === null
        ? null
        : `${signed((column.passRate - baseline.passRate) * 100)} points`,
    cost: costDifference(baseline.costPer1000NanoUsd, column.costPer1000NanoUsd),
  }
}

function costDifference(before: number | null, after: number | null): Difference['cost'] {
  if (before === null || after === null || before === 0) return null
  const percent = (after / before - 1) * 100
  return { text: `${signed(percent)} %`, tone: percent < -0.05 ? 'good' : percent > 0.05 ? 'bad' : 'neutral' }
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(1)
  if (text === '0.0') return '± 0.0'
  return `${value < 0 ? '−' : '+'}${text}`
}
