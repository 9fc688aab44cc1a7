import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import type { Scorer } from '../scorer.ts'
import { thresholdVerdict } from '../threshold-verdict.ts'
import { toolCallsOf } from '../tool-calls.ts'

const Options = z.strictObject({ threshold: z.number().min(0).max(1).default(1).describe('Passes from') })

export const plugin: Scorer = {
  id: 'tool-call-f1',
  label: 'Tools called (F1)',
  description: 'Which tools the answer calls, against those that it should: the harmonic mean of precision and recall.',
  group: 'tools',
  value: { isRequired: true, hint: 'Names of tools with commas between, such as search, fetch' },
  options: Options,
  score({ output, value, options, answer }) {
    if (value === null) throw new AppError('bad-input', 'The "tool-call-f1" assertion needs the names of tools.')
    const wanted = new Set(value.split(',').map((name) => name.trim()))
    const called = new Set(toolCallsOf({ output, answer: answer ?? null }).map(({ name }) => name))
    const shared = [...wanted].filter((name) => called.has(name)).length
    const score = (2 * shared) / (wanted.size + called.size)
    // As in promptfoo 0.121, negation turns the verdict round and not the score.
    return {
      ...thresholdVerdict('F1 of the tools called', score, Options.parse(options).threshold),
      negatedScore: score,
    }
  },
}
