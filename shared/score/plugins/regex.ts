import { z } from 'zod'
import { checkVerdict, quoteText } from '../check-verdict.ts'
import { compileRegex, MAX_REGEX_CHARACTERS } from '../compile-regex.ts'
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
  value: { isRequired: true, hint: 'A pattern without slashes, for instance ^(yes|no)$' },
  options: Options,
  score({ output, value, options }) {
    const pattern = compileRegex(value ?? '', Options.parse(options).flags, 'the "regex" assertion')
    const match = pattern.exec(output.slice(0, MAX_REGEX_CHARACTERS))
    return checkVerdict(
      match !== null,
      match === null ? `Nothing matches ${pattern}.` : `${pattern} matches ${quoteText(match[0])}.`,
    )
  },
}
