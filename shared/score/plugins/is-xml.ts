import { z } from 'zod'
import { checkVerdict } from '../check-verdict.ts'
import { elementPaths } from '../element-paths.ts'
import { needReaders } from '../need-readers.ts'
import type { Scorer } from '../scorer.ts'

export const plugin: Scorer = {
  id: 'is-xml',
  label: 'Is XML',
  description: 'The whole output is one well-formed XML document and has the elements that the value names.',
  group: 'documents',
  value: { isRequired: false, hint: 'Elements it must have, such as note.to, note.from; empty = any XML' },
  options: z.strictObject({}),
  async score({ output, value }, context) {
    const problem = await needReaders(context).xmlProblem(output, elementPaths(value))
    return checkVerdict(problem === null, problem ?? 'The output is well-formed XML.')
  },
}
