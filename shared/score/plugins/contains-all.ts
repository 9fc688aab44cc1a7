import { z } from 'zod'
import { listCheck } from '../list-check.ts'
import type { Scorer } from '../scorer.ts'

export const plugin: Scorer = {
  id: 'contains-all',
  label: 'Contains all',
  description: 'Every text of a list occurs in the output, with the same case.',
  group: 'text',
  value: { isRequired: true, hint: 'Texts with commas between, for instance: yes, "well, no"' },
  options: z.strictObject({}),
  score: ({ output, value }) => listCheck({ id: 'contains-all', output, value, needs: 'all', ignoresCase: false }),
}
