import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import { JsonObject } from '../../domain/json.ts'
import { Assertion } from '../../domain/score.ts'
import type { Scorer } from '../scorer.ts'

const Options = z.strictObject({
  /** Null = all of them must pass. */
  threshold: z.number().min(0).max(1).nullable().default(null).describe('Passes from; empty = all must pass'),
  /** Assertions, as the eval set has them. */
  assert: z
    .array(JsonObject)
    .max(50)
    .default([])
    .refine((list) => Assertion.array().safeParse(list).success, 'These are no assertions.')
    .describe('Assertions'),
})

export const plugin: Scorer = {
  id: 'assert-set',
  label: 'Set of assertions',
  description: 'Several assertions as one: their mean by weight must reach a threshold, or all must pass.',
  group: 'code',
  value: { isRequired: false, hint: 'Not used' },
  options: Options,
  async score({ options }, { scoreSet }) {
    const { threshold, assert } = Options.parse(options)
    if (!scoreSet) throw new AppError('bad-input', 'A set of assertions cannot be asked here.')
    const members = Assertion.array().parse(assert)
    const verdict = await scoreSet(members)
    const score = verdict.score ?? 0
    const hasPassed = threshold === null ? verdict.hasPassed !== false : score >= threshold
    const mean = `The mean is ${score.toFixed(2)}${threshold === null ? '' : `, ${hasPassed ? 'at least' : 'less than'} ${threshold}`}`
    return { score, hasPassed, reason: `${mean}. ${verdict.reasons.join(' ')}`.trim().slice(0, 390) }
  },
}
