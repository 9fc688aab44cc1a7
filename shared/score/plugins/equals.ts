import { z } from 'zod'
import { checkVerdict, quoteText } from '../check-verdict.ts'
import type { Scorer } from '../scorer.ts'

export const plugin: Scorer = {
  id: 'equals',
  label: 'Equals',
  description: 'The output is exactly this text, case and white space included; trim it by a transform.',
  group: 'text',
  value: { isRequired: true, hint: 'The whole expected output, for instance {{expected}}' },
  options: z.strictObject({}),
  score({ output, value }) {
    const isSame = output === value
    return checkVerdict(isSame, isSame ? 'Same text.' : `Expected ${quoteText(value ?? '')}, got ${quoteText(output)}.`)
  },
}
