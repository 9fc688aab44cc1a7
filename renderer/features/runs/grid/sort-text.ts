import type { ColumnOfRun, ResultSort } from '../../../../shared/domain/results.ts'
import type { RunColumn } from '../../../../shared/domain/run.ts'

/** By what the rows are sorted, in short: "by cost of A, lowest first"; with the model where a variant has several. */
export function sortText(sort: ResultSort, columns: readonly RunColumn[]): string {
  const nameOf = (wanted: ColumnOfRun | null | undefined) => {
    const found = columns.find((one) => one.variantId === wanted?.variantId && one.modelId === wanted.modelId)
    if (!found) return null
    const isAlone = columns.filter(({ variantId }) => variantId === found.variantId).length === 1
    return isAlone ? found.variantLabel : `${found.variantLabel} on ${found.modelId}`
  }
  const of = nameOf(sort.column)
  const minus = nameOf(sort.minus)
  const what = `by ${sort.by}${of === null ? '' : ` of ${of}`}${minus === null ? '' : ` minus ${minus}`}`
  return `${what}, ${sort.isDescending ? 'highest' : 'lowest'} first`
}
