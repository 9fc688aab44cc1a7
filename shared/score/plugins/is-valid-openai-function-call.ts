import { z } from 'zod'
import { checkVerdict } from '../check-verdict.ts'
import type { Scorer } from '../scorer.ts'
import { callProblem, toolCallsOf } from '../tool-calls.ts'

export const plugin: Scorer = {
  id: 'is-valid-openai-function-call',
  label: 'Valid function call (OpenAI)',
  description: 'The answer calls a function that was offered, with arguments that fit; the first call counts.',
  group: 'tools',
  value: { isRequired: false, hint: 'Not used' },
  options: z.strictObject({}),
  score({ output, answer }, { validateJson }) {
    const problem = callProblem(
      toolCallsOf({ output, answer: answer ?? null }).slice(0, 1),
      answer?.tools ?? [],
      validateJson,
    )
    return checkVerdict(problem === null, problem ?? 'The call fits the schema of its function.')
  },
}
