import { labelsOf } from '../../../squeeze/order-cases.ts'
import { quantile } from '../../../stats/quantile.ts'
import type { SavingsInput } from '../../savings-input.ts'
import { answersSaveMost } from '../answers-save-most.ts'
import { columnLever } from '../column-lever.ts'
import type { Lever } from '../lever.ts'
import { makeVariants } from '../make-variants.ts'
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
      remedy:
        'Make variants that ask for the label, one line, JSON or at most so many words, and run them beside today’s.',
      makes: makeVariants(input, 'Make shorter variants…', {
        of: 'output-formats',
        labels: [...labelsOf(input.cases)],
        maxWords: halfOfWords(input),
      }),
    })
  },
}

const SHORT_WORDS = 10

/** A limit worth a try: half of the words that today's answers have in the middle, by fives; null where they are short already. */
function halfOfWords({ answers, baselineNo }: SavingsInput): number | null {
  const words = (answers[baselineNo] ?? []).flatMap((trials) =>
    trials.map(({ output }) => output.match(/\S+/g)?.length ?? 0),
  )
  const middle = quantile(words, 0.5) ?? 0
  return middle < SHORT_WORDS ? null : Math.max(5, Math.round(middle / 10) * 5)
}
