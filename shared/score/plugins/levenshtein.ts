import { distance } from 'fastest-levenshtein'
import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import { checkVerdict } from '../check-verdict.ts'
import type { Scorer } from '../scorer.ts'

const Options = z.strictObject({ threshold: z.number().min(0).default(5).describe('Edits that pass, at most') })

/** Pairs of characters that are compared, at most: a third of a second. */
const MAX_PAIRS = 400_000_000

export const plugin: Scorer = {
  id: 'levenshtein',
  label: 'Edit distance',
  description: 'At most so many characters are put in, left out or changed between the output and the value.',
  group: 'similarity',
  value: { isRequired: true, hint: 'Text to come close to, such as {{expected}}' },
  options: Options,
  score({ output, value, options }) {
    const { threshold } = Options.parse(options)
    const text = value ?? ''
    // The difference in length alone is too much, however long the texts are.
    const apart = Math.abs(output.length - text.length)
    if (apart > threshold)
      return checkVerdict(false, `The lengths alone are ${apart} characters apart, more than ${threshold}.`)
    if (output.length * text.length > MAX_PAIRS)
      throw new AppError('bad-input', 'Output and value are too long to count the edits between them.')
    const edits = distance(output, text)
    const isClose = edits <= threshold
    return checkVerdict(isClose, `The edit distance is ${edits}, ${isClose ? 'at most' : 'more than'} ${threshold}.`)
  },
}
