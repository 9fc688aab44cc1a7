import { z } from 'zod'
import { checkVerdict } from '../check-verdict.ts'
import { elementPaths } from '../element-paths.ts'
import { needReaders } from '../need-readers.ts'
import type { Scorer } from '../scorer.ts'

export const plugin: Scorer = {
  id: 'contains-xml',
  label: 'Contains XML',
  description: 'XML with the elements that the value names stands somewhere in the output.',
  group: 'documents',
  value: { isRequired: false, hint: 'Elements it must have, such as note.to, note.from; empty = any XML' },
  options: z.strictObject({}),
  async score({ output, value }, context) {
    const isFound = await needReaders(context).hasXml(output, elementPaths(value))
    return checkVerdict(isFound, `The output ${isFound ? 'contains' : 'does not contain'} such XML.`)
  },
}
