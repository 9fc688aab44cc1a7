import { z } from 'zod'
import { listCheck } from '../list-check.ts'
import type { Scorer } from '../scorer.ts'

export const plugin: Scorer = {
  id: 'icontains-any',
  label: 'Contains any, ignoring case',
  description: 'At least one text of a list occurs in the output, whatever the case.',
  group: 'text',
  value: { isRequired: true, hint: 'Texts with commas between, for instance: yes, "well, no"' },
  options: z.strictObject({}),
  score: ({ output, value }) => listCheck({ id: 'icontains-any', output, value, needs: 'any', ignoresCase: true }),
}
