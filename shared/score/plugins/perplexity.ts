import { z } from 'zod'
import { checkVerdict } from '../check-verdict.ts'
import { needPerplexity } from '../need-perplexity.ts'
import type { Scorer } from '../scorer.ts'

const Options = z.strictObject({
  threshold: z.number().min(0).nullable().default(null).describe('Perplexity, at most; empty = any'),
})

export const plugin: Scorer = {
  id: 'perplexity',
  label: 'Perplexity',
  description: 'The model was sure of its answer: its perplexity, from the log-probabilities of its tokens, is low.',
  group: 'answer',
  value: { isRequired: false, hint: 'Not used' },
  options: Options,
  needsLogProbabilities: true,
  score({ options, answer }) {
    const { threshold } = Options.parse(options)
    const perplexity = needPerplexity(answer)
    // Without a limit nothing is asked, so that the negated form passes as well; so in promptfoo.
    if (threshold === null) {
      const verdict = checkVerdict(true, `The perplexity is ${perplexity.toFixed(4)}.`)
      return { ...verdict, hasNegatedPassed: true, negatedScore: 1 }
    }
    const isSure = perplexity <= threshold
    const how = isSure ? 'at most' : 'more than'
    return checkVerdict(isSure, `The perplexity is ${perplexity.toFixed(4)}, ${how} ${threshold}.`)
  },
}
