import { z } from 'zod'
import { askJudge, JudgeOptions, Reason, reasonText } from '../judge/ask-judge.ts'
import type { Scorer } from '../scorer.ts'

const Answer = z.object({ reason: Reason, winner: z.enum(['first', 'second', 'tie']) })

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
  judgeCalls: 2,
  async score({ output, value, options }, { judge }) {
    const { criteria, ...rest } = Options.parse(options)
    const task = 'Which of the two answers meets the criteria better? "winner" is "first", "second", or "tie".'
    const wanted = criteria === '' ? 'The more correct and complete answer is better.' : criteria
    const compare = (first: string, second: string) =>
      askJudge({ judge, options: rest, task, parts: { criteria: wanted, first, second }, answer: Answer })
    const shown = await compare(output, value ?? '')
    const swapped = await compare(value ?? '', output)
    const isWin = shown.winner === 'first' && swapped.winner === 'second'
    const isLoss = shown.winner === 'second' && swapped.winner === 'first'
    const word = isWin ? 'better in both orders' : isLoss ? 'worse in both orders' : 'tie, or the order decided'
    return { score: isWin ? 1 : isLoss ? 0 : 0.5, hasPassed: !isLoss, reason: `${word}: ${reasonText(shown.reason)}` }
  },
}
