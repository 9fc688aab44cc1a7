import { answersSaveMost } from '../answers-save-most.ts'
import { cachedBreakEven } from '../cached-break-even.ts'
import { columnLever } from '../column-lever.ts'
import { fromSqueeze } from '../from-squeeze.ts'
import type { Lever, LeverFinding } from '../lever.ts'
import { variantChange } from '../variant-change.ts'

/**
 * Another wording of the prompt on the same model, measured on the same cases: Σ billed $ of each, all token classes, caching counted by
 * the provider's rule, so that a prompt that falls below the cache's minimum is seen to cost money (L′ < L · m, science.md section 4.2). Without such a column the
 * result of a squeeze stands in, by the tokens that it took off.
 */
export const plugin: Lever = {
  id: 'prompt-compression',
  label: 'Shorter prompt',
  effort: 'hour',
  family: 'prompt-text',
  *find(input): Generator<undefined, LeverFinding> {
    const baseline = input.columns[input.baselineNo]
    const candidates = input.columns.flatMap((column, columnNo) =>
      baseline &&
      column.modelId === baseline.modelId &&
      columnNo !== input.baselineNo &&
      ['text', 'several'].includes(variantChange(baseline, column)) &&
      !answersSaveMost(input, columnNo)
        ? [columnNo]
        : [],
    )
    const found = yield* columnLever(input, {
      candidates,
      choiceOf: (column) => `${column.variantLabel} instead of ${baseline?.variantLabel ?? 'today’s prompt'}`,
      method:
        'Billed cost of the same cases with the other prompt: all token classes, caching as the provider does it.',
      notesOf: (column) => (baseline ? cachedBreakEven(input, baseline, column) : []),
      missing: 'No other wording of this prompt was run on these cases with this model.',
      remedy: 'Squeeze the prompt: it proposes shorter ones and measures them.',
      remedyActions: baseline
        ? [{ kind: 'squeeze', label: 'Squeeze', promptId: baseline.promptId, variantId: baseline.variantId }]
        : [],
    })
    return found.kind === 'no-data' ? (fromSqueeze(input, { isExamplesOnly: false }) ?? found) : found
  },
}
