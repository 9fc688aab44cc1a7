import { columnLever } from '../column-lever.ts'
import { fromSqueeze } from '../from-squeeze.ts'
import type { Lever, LeverFinding } from '../lever.ts'
import { exampleCount, variantChange } from '../variant-change.ts'

/**
 * Variants with another number of few-shot examples on the same model: score and billed $ at each number (the curve over k,
 * science.md section 7, row 7). Without such a column a squeeze that cut only examples stands in, by the tokens that it took off.
 */
export const plugin: Lever = {
  id: 'example-count',
  label: 'Fewer examples',
  effort: 'hour',
  family: 'prompt-text',
  *find(input): Generator<undefined, LeverFinding> {
    const baseline = input.columns[input.baselineNo]
    const own = baseline ? exampleCount(baseline) : 0
    if (!baseline || own === 0) {
      return {
        kind: 'no-data',
        missing: 'Today’s prompt has no few-shot examples.',
        remedy: 'There is nothing to take away.',
        actions: [],
      }
    }
    const candidates = input.columns.flatMap((column, columnNo) =>
      column.modelId === baseline.modelId && variantChange(baseline, column) === 'examples' ? [columnNo] : [],
    )
    const found = yield* columnLever(input, {
      candidates,
      choiceOf: (column) => `${exampleCount(column)} examples instead of ${own} (${column.variantLabel})`,
      method: 'Billed cost of the same cases with so many examples; each step is a variant of the run.',
      axis: {
        title: 'Score by number of examples',
        xLabel: 'Examples in the prompt',
        placeOf: exampleCount,
        hasKnee: true,
      },
      missing: `The prompt has ${own === 1 ? 'one example' : `${own} examples`}, and no variant with fewer was run on these cases.`,
      remedy: 'Squeeze tries each example’s worth, or cut some by hand and run both.',
      remedyActions: [
        { kind: 'squeeze', label: 'Squeeze', promptId: baseline.promptId, variantId: baseline.variantId },
        {
          kind: 'open-variant',
          label: `Open ${baseline.variantLabel}`,
          promptId: baseline.promptId,
          variantId: baseline.variantId,
        },
      ],
    })
    return found.kind === 'no-data' ? (fromSqueeze(input, { isExamplesOnly: true }) ?? found) : found
  },
}
