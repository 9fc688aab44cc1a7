import { AppError } from '../../contract/errors.ts'
import { checkVerdict } from '../check-verdict.ts'
import { needReaders } from '../need-readers.ts'
import type { Scorer } from '../scorer.ts'
import { sqlBlocks } from '../sql-blocks.ts'
import { SqlOptions, sqlRules } from '../sql-options.ts'

/** Blocks that are read, at most. */
const MAX_BLOCKS = 100

export const plugin: Scorer = {
  id: 'contains-sql',
  label: 'Contains SQL',
  description: 'A fenced block of the output, or the output itself where it has none, is SQL of the dialect.',
  group: 'documents',
  value: { isRequired: false, hint: 'Not used' },
  options: SqlOptions,
  async score({ output, options }, context) {
    const rules = sqlRules(SqlOptions.parse(options))
    const blocks = sqlBlocks(output)
    let problem = 'The output contains no SQL.'
    let unread: AppError | null = null
    for (const block of blocks.length > 0 ? blocks.slice(0, MAX_BLOCKS) : [output]) {
      if (block.trim() === '') continue
      try {
        const found = await needReaders(context).sqlProblem(block, rules)
        if (found === null) return checkVerdict(true, 'The output contains SQL.')
        problem = found
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        unread ??= error
      }
    }
    // A block that was not read may have been the one.
    if (unread) throw unread
    return checkVerdict(false, problem)
  },
}
