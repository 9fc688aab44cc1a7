import { z } from 'zod'
import { checkVerdict } from './check-verdict.ts'
import type { Scorer } from './scorer.ts'
import { callProblem, toolCallsOf } from './tool-calls.ts'

/** What promptfoo's two names for a valid function call have in common: all but the name. */
export const firstCallScorer: Omit<Scorer, 'id' | 'label'> = {
  description: 'The answer calls a function that was offered, with arguments that fit; the first call counts.',
  group: 'tools',
  value: { isRequired: false, hint: 'Not used' },
  options: z.strictObject({}),
  score({ output, answer }, { validateJson }) {
    const [first] = toolCallsOf({ output, answer: answer ?? null })
    const problem = callProblem(first === undefined ? [] : [first], answer?.tools ?? [], validateJson)
    return checkVerdict(problem === null, problem ?? 'The call fits the schema of its function.')
  },
}
