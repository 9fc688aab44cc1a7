import { z } from 'zod'
import { checkVerdict, quoteText } from '../check-verdict.ts'
import type { Scorer } from '../scorer.ts'

export const plugin: Scorer = {
  id: 'contains',
  label: 'Contains',
  description: 'The text occurs in the output, with the same case.',
  group: 'text',
  value: { isRequired: true, hint: 'Text to look for' },
  options: z.strictObject({}),
  score({ output, value }) {
    const isFound = output.includes(value ?? '')
    return checkVerdict(isFound, `The output ${isFound ? 'contains' : 'does not contain'} ${quoteText(value ?? '')}.`)
  },
}
