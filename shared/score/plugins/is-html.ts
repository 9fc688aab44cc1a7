import { z } from 'zod'
import { checkVerdict } from '../check-verdict.ts'
import { needReaders } from '../need-readers.ts'
import type { Scorer } from '../scorer.ts'

export const plugin: Scorer = {
  id: 'is-html',
  label: 'Is HTML',
  description: 'The whole output is HTML: elements that HTML knows, and no bare text around them.',
  group: 'documents',
  value: { isRequired: false, hint: 'Not used' },
  options: z.strictObject({}),
  async score({ output }, context) {
    const problem = await needReaders(context).htmlProblem(output)
    return checkVerdict(problem === null, problem ?? 'The output is HTML.')
  },
}
