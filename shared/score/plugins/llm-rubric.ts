import { z } from 'zod'
import { askJudge, JudgeOptions, Reason, reasonText } from '../judge/ask-judge.ts'
import type { Scorer } from '../scorer.ts'

const Answer = z.object({ reason: Reason, pass: z.boolean() })

export const plugin: Scorer = {
  id: 'llm-rubric',
  label: 'Judge: rubric',
  description: 'A judge model says whether the output meets the rubric; best written as one plain yes-or-no criterion.',
  value: { isRequired: true, hint: 'Rubric, such as: names the right queue and gives one reason' },
  options: JudgeOptions,
  needsJudge: true,
  judgeCalls: 1,
  async score({ output, value, options }, { judge }) {
    const task = 'Does the answer meet every criterion? Set "pass" to true only if it meets all of them.'
    const parts = { criteria: value ?? '', answer: output }
    const { reason, pass } = await askJudge({ judge, options, task, parts, answer: Answer })
    return { score: pass ? 1 : 0, hasPassed: pass, reason: reasonText(reason) }
  },
}
