import { z } from 'zod'
import { checkVerdict } from '../check-verdict.ts'
import { hasHtml } from '../has-html.ts'
import type { Scorer } from '../scorer.ts'

export const plugin: Scorer = {
  id: 'contains-html',
  label: 'Contains HTML',
  description: 'The output holds tags, entities or comments of HTML, more than by chance.',
  group: 'documents',
  value: { isRequired: false, hint: 'Not used' },
  options: z.strictObject({}),
  score({ output }) {
    const isFound = hasHtml(output)
    return checkVerdict(isFound, `The output ${isFound ? 'contains' : 'does not contain'} HTML.`)
  },
}
