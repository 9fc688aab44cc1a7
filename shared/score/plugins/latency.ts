import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import { checkVerdict } from '../check-verdict.ts'
import type { Scorer } from '../scorer.ts'

const Options = z.strictObject({
  threshold: z.number().min(0).nullable().default(null).describe('Milliseconds, at most'),
})

export const plugin: Scorer = {
  id: 'latency',
  label: 'Latency',
  description: 'The answer took at most so many milliseconds; a cached one counts with what it first took.',
  group: 'answer',
  value: { isRequired: false, hint: 'Not used' },
  options: Options,
  score({ options, answer }) {
    const { threshold } = Options.parse(options)
    if (threshold === null)
      throw new AppError('bad-input', 'The "latency" assertion needs a threshold in milliseconds.')
    const latencyMs = answer?.latencyMs ?? null
    if (latencyMs === null) throw new AppError('bad-input', 'How long the answer took is not known.')
    const isQuick = latencyMs <= threshold
    return checkVerdict(
      isQuick,
      `The answer took ${Math.round(latencyMs)} ms, ${isQuick ? 'at most' : 'more than'} ${threshold} ms.`,
    )
  },
}
