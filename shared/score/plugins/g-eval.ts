import { z } from 'zod'
import { askJudge, JudgeOptions, Reason, reasonText } from '../judge/ask-judge.ts'
import type { Scorer } from '../scorer.ts'

const Answer = z.object({ reason: Reason, grade: z.number().int().min(1).max(5) })
const PASSING = 4

export const plugin: Scorer = {
  id: 'g-eval',
  label: 'Judge: graded, 1 to 5',
  description: 'A judge model grades the output by steps and criteria from 1 to 5; 4 and 5 pass.',
  value: { isRequired: true, hint: 'Criteria, one a line: the judge goes through them in order' },
  options: JudgeOptions,
  needsJudge: true,
  judgeCalls: 1,
  async score({ output, value, options }, { judge }) {
    const task =
      'Go through the criteria in order, note in "reason" how the answer does on each, then give the "grade": 5 meets all fully, 4 meets all with a slight flaw, 3 misses one, 2 misses most, 1 meets none.'
    const parts = { criteria: value ?? '', answer: output }
    const { reason, grade } = await askJudge({ judge, options, task, parts, answer: Answer })
    return { score: (grade - 1) / 4, hasPassed: grade >= PASSING, reason: `${grade} of 5: ${reasonText(reason)}` }
  },
}
