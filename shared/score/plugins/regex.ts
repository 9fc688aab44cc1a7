import { z } from 'zod'
import { checkVerdict, quoteText } from '../check-verdict.ts'
import { compileRegex, MAX_REGEX_CHARACTERS } from '../compile-regex.ts'
import { findMatch } from '../find-match.ts'
import type { Scorer } from '../scorer.ts'

const Options = z.strictObject({
  flags: z
    .string()
    .regex(/^[imsu]*$/, 'Flags may be i, m, s and u.')
    .default(''),
})

export const plugin: Scorer = {
  id: 'regex',
  label: 'Matches a pattern',
  description: 'A JavaScript regular expression matches somewhere in the first 100,000 characters of the output.',
  group: 'text',
  value: { isRequired: true, hint: 'A pattern without slashes, for instance ^(yes|no)$' },
  options: Options,
  async score({ output, value, options }, { findMatch: find = findMatch }) {
    const { flags } = Options.parse(options)
    const pattern = compileRegex(value ?? '', flags, 'the "regex" assertion')
    const text = output.slice(0, MAX_REGEX_CHARACTERS)
    const found = await find({ pattern: value ?? '', flags, text, group: 0, pick: 'first' })
    return checkVerdict(
      found !== null,
      found === null ? `Nothing matches ${pattern}.` : `${pattern} matches ${quoteText(found)}.`,
    )
  },
}
