import { z } from 'zod'
import { listCheck } from '../list-check.ts'
import type { Scorer } from '../scorer.ts'

export const plugin: Scorer = {
  id: 'icontains-all',
  label: 'Contains all, ignoring case',
  description: 'Every text of a list occurs in the output, whatever the case.',
  group: 'text',
  value: { isRequired: true, hint: 'Texts with commas between, for instance: yes, "well, no"' },
  options: z.strictObject({}),
  score: ({ output, value }) => listCheck({ id: 'icontains-all', output, value, needs: 'all', ignoresCase: true }),
}
