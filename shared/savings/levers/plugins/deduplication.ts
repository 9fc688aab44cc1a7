import { madeLess } from '../../planned-call.ts'
import { casesByText } from '../cases-by-text.ts'
import type { Lever } from '../lever.ts'

/**
 * Requests of one batch or queue that are the same word for word are asked once: cost × (1 − d), d = 1 − distinct ÷ all of the cases. What
 * repeats over time is the response cache's.
 */
export const plugin: Lever = {
  id: 'deduplication',
  label: 'Ask the same only once',
  effort: 'day',
  family: 'answer-cache',
  find(input) {
    const { length } = input.cases
    const distinct = casesByText(input).size
    const ratio = length === 0 ? 0 : 1 - distinct / length
    if (ratio === 0) {
      return {
        kind: 'no-data',
        missing: `No two of the ${length.toLocaleString('en-US')} cases ask the same.`,
        remedy: 'Import cases as production had them, repeats included, to see what it would save there.',
        actions: [],
      }
    }
    return {
      kind: 'offer',
      choice: `${(ratio * 100).toFixed(1)} % of the calls are not made`,
      change: (calls) => calls.map((call) => madeLess(call, 1 - ratio)),
      quality: { kind: 'unchanged', sentence: 'A repeat gets the answer that the first one got.' },
      method: `${length - distinct} of ${length} cases repeat an earlier one; production is taken to do the same.`,
      notes: ['An eval set is seldom a fair sample of production: look where its cases come from.'],
      evidence: { runIds: [input.run.id], cases: length },
      curves: [],
      actions: [],
    }
  },
}
