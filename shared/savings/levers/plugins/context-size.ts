import { columnLever } from '../column-lever.ts'
import { contextNumber, contextRole } from '../context-columns.ts'
import type { Lever } from '../lever.ts'

/** Variants that fill in another of the case's context columns (ctx_k10, ctx_k3 …), on the same model: score and billed $ at each size, and its knee (science.md section 7, rows 43 and 44). */
export const plugin: Lever = {
  id: 'context-size',
  label: 'Less context',
  effort: 'day',
  family: 'prompt-text',
  find(input) {
    const baseline = input.columns[input.baselineNo]
    const candidates = input.columns.flatMap((column, columnNo) =>
      baseline && contextRole(baseline, column) === 'other-size' ? [columnNo] : [],
    )
    return columnLever(input, {
      candidates,
      choiceOf: (column) =>
        `${column.variantLabel}, which fills in ${contextNumber(column) === 1 ? '1 piece' : `${contextNumber(column) ?? 'other'} pieces`} of context`,
      method: 'Billed cost of the same cases with the other context column filled in.',
      axis: {
        title: 'Score by pieces of context',
        xLabel: 'Pieces of context',
        placeOf: contextNumber,
        hasKnee: true,
      },
      missing: 'No variant that fills in another size of context was run on these cases.',
      remedy: 'Give the cases columns such as ctx_k10, ctx_k3 and ctx_k1, one variant for each, and run them together.',
    })
  },
}
