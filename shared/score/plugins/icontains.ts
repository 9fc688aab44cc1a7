import { z } from 'zod'
import { checkVerdict, quoteText } from '../check-verdict.ts'
import type { Scorer } from '../scorer.ts'

export const plugin: Scorer = {
  id: 'icontains',
  label: 'Contains, ignoring case',
  description: 'The text occurs in the output, whatever the case.',
  group: 'text',
  value: { isRequired: true, hint: 'Text to look for' },
  options: z.strictObject({}),
  score({ output, value }) {
    const isFound = output.toLowerCase().includes((value ?? '').toLowerCase())
    return checkVerdict(
      isFound,
      `The output ${isFound ? 'contains' : 'does not contain'} ${quoteText(value ?? '')}, ignoring case.`,
    )
  },
}
