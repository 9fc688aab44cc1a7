import type { ColumnRef } from '../domain/verdict.ts'
import type { VerdictSide } from '../verdict/decide-verdict.ts'
import type { CaseResult, SqueezeCase } from './squeeze-ports.ts'

/** What one arm answered to the hold-out cases, as a verdict looks at it; a call that failed has no score. */
export function verdictSide(
  label: string,
  results: ReadonlyMap<number, CaseResult | null>,
  { column, cases }: { readonly column: ColumnRef; readonly cases: readonly SqueezeCase[] },
): VerdictSide {
  return {
    column,
    label,
    cases: cases.map(({ index, caseId, position, cluster }) => {
      const result = results.get(index) ?? null
      const cost = result === null ? null : result.costNanoUsd
      return { caseId, position, cluster, score: result?.score ?? null, cost, critical: result?.critical ?? new Map() }
    }),
  }
}
