import { z } from 'zod'
import { needPerplexity } from '../need-perplexity.ts'
import type { Scorer } from '../scorer.ts'
import { thresholdVerdict } from '../threshold-verdict.ts'

const Options = z.strictObject({
  threshold: z.number().min(0).max(1).nullable().default(null).describe('Score, at least; empty = any'),
})

export const plugin: Scorer = {
  id: 'perplexity-score',
  label: 'Perplexity score',
  description: 'How sure the model was of its answer, as 1 / (1 + perplexity): 0.5 is certain, 0 is a guess.',
  group: 'answer',
  value: { isRequired: false, hint: 'Not used' },
  options: Options,
  needsLogProbabilities: true,
  score({ options, answer }) {
    const { threshold } = Options.parse(options)
    const verdict = thresholdVerdict('The perplexity score', 1 / (1 + needPerplexity(answer)), threshold ?? 0)
    // Without a limit nothing is asked, so that the negated form passes as well; so in promptfoo.
    return threshold === null ? { ...verdict, hasNegatedPassed: true } : verdict
  },
}
