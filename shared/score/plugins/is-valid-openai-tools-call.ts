import { z } from 'zod'
import { checkVerdict } from '../check-verdict.ts'
import type { Scorer } from '../scorer.ts'
import { callProblem, toolCallsOf } from '../tool-calls.ts'

export const plugin: Scorer = {
  id: 'is-valid-openai-tools-call',
  label: 'Valid tool calls',
  description: 'The answer calls tools, and each call names an offered one and fits its schema.',
  group: 'tools',
  value: { isRequired: false, hint: 'Not used' },
  options: z.strictObject({}),
  score({ output, answer }, { validateJson }) {
    const problem = callProblem(toolCallsOf({ output, answer: answer ?? null }), answer?.tools ?? [], validateJson)
    return checkVerdict(problem === null, problem ?? 'Every call fits the schema of its tool.')
  },
}
