import { z } from 'zod'
import { checkVerdict } from '../check-verdict.ts'
import { isRefusal } from '../is-refusal.ts'
import type { Scorer } from '../scorer.ts'

export const plugin: Scorer = {
  id: 'is-refusal',
  label: 'Is a refusal',
  description: 'The model declines, by the usual English phrases; an empty answer is one. Mostly used with Not.',
  group: 'answer',
  value: { isRequired: false, hint: 'Not used' },
  options: z.strictObject({}),
  score({ output }) {
    // As promptfoo 0.121 has it: an empty answer passes as a refusal, with a score of 0 either way.
    if (output.trim() === '') return { score: 0, negatedScore: 0, hasPassed: true, reason: 'The output is empty.' }
    const refuses = isRefusal(output)
    return checkVerdict(refuses, `The output ${refuses ? 'declines' : 'does not decline'} in one of the usual phrases.`)
  },
}
