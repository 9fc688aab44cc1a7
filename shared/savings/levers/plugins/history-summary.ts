import { columnLever } from '../column-lever.ts'
import { historyCurve } from '../history-curve.ts'
import type { Lever, LeverFinding } from '../lever.ts'
import { variantChange } from '../variant-change.ts'

/**
 * Multi-turn prompts send every earlier turn again: Σ over n turns of the tokens so far grows with n² (science.md section 7, row 42). Variants with fewer turns, or
 * with a summary in their place, show on the same cases what is saved and what is lost.
 */
export const plugin: Lever = {
  id: 'history-summary',
  label: 'Summarised history',
  effort: 'week',
  family: 'prompt-text',
  *find(input): Generator<undefined, LeverFinding> {
    const baseline = input.columns[input.baselineNo]
    const candidates = input.columns.flatMap((column, columnNo) =>
      baseline && column.modelId === baseline.modelId && variantChange(baseline, column) === 'history'
        ? [columnNo]
        : [],
    )
    const curve = baseline ? historyCurve(baseline) : null
    const found = yield* columnLever(input, {
      candidates,
      choiceOf: (column) => `${column.variantLabel}, with a shorter history`,
      method: 'Billed cost of the same conversations with the shorter history.',
      missing: curve
        ? `The prompt sends ${curve.turns} turns with every call, and no variant with a shorter history was run on these cases.`
        : 'The prompt has no conversation before its last message.',
      remedy: curve
        ? 'Copy the variant, put a summary of the older turns into a system message, and run both.'
        : 'There is nothing to summarise.',
      ...(curve ? {} : { remedyActions: [] }),
    })
    return found.kind === 'offer' && curve ? { ...found, curves: [...found.curves, curve.curve] } : found
  },
}
