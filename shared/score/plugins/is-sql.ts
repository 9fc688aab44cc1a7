import { checkVerdict } from '../check-verdict.ts'
import { needReaders } from '../need-readers.ts'
import type { Scorer } from '../scorer.ts'
import { SqlOptions, sqlRules } from '../sql-options.ts'

export const plugin: Scorer = {
  id: 'is-sql',
  label: 'Is SQL',
  description: 'The whole output is SQL of the dialect, and reads only what is allowed.',
  group: 'documents',
  value: { isRequired: false, hint: 'Not used' },
  options: SqlOptions,
  async score({ output, options }, context) {
    const problem = await needReaders(context).sqlProblem(output, sqlRules(SqlOptions.parse(options)))
    return checkVerdict(problem === null, problem ?? 'The output is SQL.')
  },
}
