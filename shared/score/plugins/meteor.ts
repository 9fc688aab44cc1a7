import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import { remembered } from '../../remembered.ts'
import { type MeteorWeights, meteorScore } from '../meteor-score.ts'
import { needReaders } from '../need-readers.ts'
import { ReferenceOptions, referencesOf } from '../references.ts'
import type { Scorer } from '../scorer.ts'
import { thresholdVerdict } from '../threshold-verdict.ts'

const MAX_CHARACTERS = 1_000_000
/** Different words whose synonyms are kept in mind. */
const MAX_WORDS = 100_000

const Options = z.strictObject({
  ...ReferenceOptions.shape,
  alpha: z.number().min(0).max(1).default(0.9).describe('Share of recall'),
  beta: z.number().min(0).max(100).default(3).describe('How fast scattered matches lose'),
  gamma: z.number().min(0).max(1).default(0.5).describe('What scattered matches lose at most'),
})

export const plugin: Scorer = {
  id: 'meteor',
  label: 'METEOR',
  description:
    'How many words of the output stand in a reference, by word, stem or meaning (WordNet), and how much in order.',
  group: 'similarity',
  value: { isRequired: true, hint: 'Reference text, such as {{expected}}' },
  options: Options,
  async score({ output, value, options }, context) {
    const parsed = Options.parse(options)
    const references = referencesOf(value, parsed)
    if (output === '') throw new AppError('bad-input', 'There is no output to compare.')
    if (Math.max(output.length, ...references.map(({ length }) => length)) > MAX_CHARACTERS)
      throw new AppError('bad-input', 'METEOR reads up to 1,000,000 characters.')
    const synonymsOf = remembered(await needReaders(context).thesaurus(), MAX_WORDS)
    const weights: MeteorWeights = parsed
    const scores = references.map((reference) => meteorScore({ candidate: output, reference }, weights, synonymsOf))
    return thresholdVerdict('METEOR', Math.max(...scores), parsed.threshold)
  },
}
