import { answersSaveMost } from '../answers-save-most.ts'
import { columnLever } from '../column-lever.ts'
import type { Lever } from '../lever.ts'
import { variantChange } from '../variant-change.ts'

/**
 * Variants on the same model that ask for a terser format or length: those of another wording whose saving comes mostly from output
 * tokens. "One-line answers: −39 % output tokens, −14 % cost at equal accuracy" (Anthropic docs, 2026-07) is what to hope for, not what is reckoned.
 */
export const plugin: Lever = {
  id: 'shorter-answers',
  label: 'Shorter answers',
  effort: 'hour',
  family: 'prompt-text',
  find(input) {
    const baseline = input.columns[input.baselineNo]
    const candidates = input.columns.flatMap((column, columnNo) =>
      baseline &&
      column.modelId === baseline.modelId &&
      columnNo !== input.baselineNo &&
      ['text', 'several'].includes(variantChange(baseline, column)) &&
      answersSaveMost(input, columnNo)
        ? [columnNo]
        : [],
    )
    return columnLever(input, {
      candidates,
      choiceOf: (column) => `${column.variantLabel}, which asks for shorter answers`,
      method: 'Billed cost of the same cases with the prompt that asks for another format or length.',
      missing: 'No variant that asks for shorter answers was run on these cases with this model.',
      remedy: 'Copy the variant, add “Answer with the label only” or a limit in words, and run both.',
    })
  },
}
