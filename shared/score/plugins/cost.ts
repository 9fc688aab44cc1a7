import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import { checkVerdict } from '../check-verdict.ts'
import type { Scorer } from '../scorer.ts'

const Options = z.strictObject({
  threshold: z.number().min(0).nullable().default(null).describe('USD per answer, at most'),
})

export const plugin: Scorer = {
  id: 'cost',
  label: 'Cost',
  description: 'The answer cost at most so many US dollars; a cached one counts with what it first cost.',
  group: 'answer',
  value: { isRequired: false, hint: 'Not used' },
  options: Options,
  score({ options, answer }) {
    const { threshold } = Options.parse(options)
    if (threshold === null) throw new AppError('bad-input', 'The "cost" assertion needs a threshold in US dollars.')
    const costNanoUsd = answer?.costNanoUsd ?? null
    if (costNanoUsd === null) throw new AppError('bad-input', 'What the answer cost is not known.')
    const isCheap = costNanoUsd / 1e9 <= threshold
    return checkVerdict(
      isCheap,
      `The answer cost $${costNanoUsd / 1e9}, ${isCheap ? 'at most' : 'more than'} $${threshold}.`,
    )
  },
}
