import type { Lever } from '../../lever.ts'

/**
 * Requests that are the same word for word are asked once: cost × (1 − d), d the share of repeats; among the cases 1 − distinct ÷ all, which
 * says something of production only where the cases are a sample of it, so what the user says wins.
 */
export const plugin: Lever = {
  id: 'deduplication',
  label: 'Ask the same only once',
  effort: 'day',
  family: 'answer-cache',
  find(input) {
    const distinct = new Set(input.cases.map(({ variables }) => JSON.stringify(variables))).size
    const measured = input.cases.length === 0 ? 0 : 1 - distinct / input.cases.length
    const { repeatRatio } = input.assumptions
    const ratio = repeatRatio ?? measured
    if (repeatRatio === null && measured === 0) {
      return {
        kind: 'no-data',
        missing: `No two of the ${input.cases.length} cases ask the same, and nobody has said how often that happens in use.`,
        remedy: 'Say the share of repeats below, or import a usage log that has a hash of each request.',
        actions: [
          { kind: 'say', label: 'Share of calls that repeat an earlier one', what: 'repeatRatio' },
          { kind: 'import-log', label: 'Import a usage log' },
        ],
      }
    }
    return {
      kind: 'offer',
      choice: `${(ratio * 100).toFixed(1)} % of the calls are not made`,
      change: (calls) => calls.map((call) => ({ ...call, share: call.share * (1 - ratio) })),
      quality: { kind: 'unchanged', sentence: 'A repeat gets the answer that the first one got.' },
      method:
        repeatRatio === null
          ? `${input.cases.length - distinct} of ${input.cases.length} cases repeat an earlier one; production is taken to do the same.`
          : 'Cost times the share of repeats that you said.',
      notes:
        repeatRatio === null
          ? ['An eval set is seldom a fair sample: say the share of production if you know it.']
          : [],
      evidence: { runIds: [input.run.id], cases: input.cases.length },
      curves: [],
      actions: [{ kind: 'say', label: 'Share of calls that repeat an earlier one', what: 'repeatRatio' }],
    }
  },
}
