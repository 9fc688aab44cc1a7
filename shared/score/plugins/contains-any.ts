import { z } from 'zod'
import { listCheck } from '../list-check.ts'
import type { Scorer } from '../scorer.ts'

export const plugin: Scorer = {
  id: 'contains-any',
  label: 'Contains any',
  description: 'At least one text of a list occurs in the output, with the same case.',
  group: 'text',
  value: { isRequired: true, hint: 'Texts with commas between, for instance: yes, "well, no"' },
  options: z.strictObject({}),
  score: ({ output, value }) => listCheck({ id: 'contains-any', output, value, needs: 'any', ignoresCase: false }),
}
