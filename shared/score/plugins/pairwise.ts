import { z } from 'zod'
import { JudgeOptions } from '../judge/ask-judge.ts'
import { callsPerPair, judgePair } from '../judge/judge-pair.ts'
import type { Scorer } from '../scorer.ts'

const Options = JudgeOptions.extend({
  /** What better means; empty = as an answer to the same task. */
  criteria: z.string().max(20_000).default(''),
})

export const plugin: Scorer = {
  id: 'pairwise',
  label: 'Judge: against a reference',
  description:
    'A judge model picks the better of output and reference, in both orders; a win needs both, else it is a tie (½).',
  value: { isRequired: true, hint: 'The other answer, such as {{expected}}' },
  options: Options,
  needsJudge: true,
  judgeCalls: callsPerPair,
  async score({ output, value, options }, { judge }) {
    const { criteria, ...rest } = Options.parse(options)
    const { outcome, isConsistent, reason } = await judgePair({
      judge,
      options: rest,
      criteria,
      baseline: value ?? '',
      candidate: output,
    })
    const tie = isConsistent ? 'tie' : 'tie: the order decided'
    const word = outcome > 0 ? 'better in both orders' : outcome < 0 ? 'worse in both orders' : tie
    return { score: (1 + outcome) / 2, hasPassed: outcome >= 0, reason: `${word}: ${reason}` }
  },
}
