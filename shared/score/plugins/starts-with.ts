import { z } from 'zod'
import { checkVerdict, quoteText } from '../check-verdict.ts'
import type { Scorer } from '../scorer.ts'

export const plugin: Scorer = {
  id: 'starts-with',
  label: 'Starts with',
  description: 'The output begins with the text, with the same case.',
  group: 'text',
  value: { isRequired: true, hint: 'Text to begin with' },
  options: z.strictObject({}),
  score({ output, value }) {
    const isFirst = output.startsWith(value ?? '')
    return checkVerdict(
      isFirst,
      isFirst
        ? `The output starts with ${quoteText(value ?? '')}.`
        : `Expected ${quoteText(value ?? '')} first, got ${quoteText(output)}.`,
    )
  },
}
