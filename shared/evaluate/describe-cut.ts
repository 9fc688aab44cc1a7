import type { ColumnSummary } from '../domain/results.ts'

/** From this share of cut answers on the limit is to be raised (science.md section 7, row 17). */
export const CUT_LIMIT = 0.05

/** Share of a column's answers that end at the output limit; null where nothing is answered. */
export function cutRate({ answered, cut }: Pick<ColumnSummary, 'answered' | 'cut'>): number | null {
  return answered === 0 ? null : cut / answered
}

/** What a run says of its columns that cut too many of their answers, the worst first. */
export function describeCuts(columns: readonly ColumnSummary[]): readonly string[] {
  return columns
    .filter((column) => (cutRate(column) ?? 0) >= CUT_LIMIT)
    .toSorted((a, b) => (cutRate(b) ?? 0) - (cutRate(a) ?? 0))
    .map(({ variantName, variantLabel, modelId, answered, cut }) => {
      const name = variantName === '' ? variantLabel : variantName
      const percent = ((cut / answered) * 100).toFixed(1)
      return `${name} on ${modelId} cut ${cut} of ${answered} answers (${percent} %) at the output limit: raise “Max output tokens” under Parameters.`
    })
}
