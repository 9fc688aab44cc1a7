import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import { checkVerdict } from '../check-verdict.ts'
import type { Scorer } from '../scorer.ts'

const Count = z.number().min(0).nullable().default(null)
const Options = z.strictObject({ min: Count.describe('At least'), max: Count.describe('At most') })

export const plugin: Scorer = {
  id: 'word-count',
  label: 'Word count',
  description: 'The output has exactly as many words as the value says, or as many as the limits allow.',
  group: 'text',
  value: { isRequired: false, hint: 'Exact number of words; empty = by the limits' },
  options: Options,
  score({ output, value, options }) {
    const { min, max } = limitsOf(value, Options.parse(options))
    const count = countWords(output)
    const isWithin = count >= min && count <= max
    return checkVerdict(
      isWithin,
      `The output has ${count} words; ${limitsText(min, max)} ${min === max ? 'is' : 'are'} asked for.`,
    )
  },
}

interface Limits {
  readonly min: number
  readonly max: number
}

function limitsOf(value: string | null, { min, max }: z.infer<typeof Options>): Limits {
  if (min === null && max === null) {
    const exact = Number(value ?? Number.NaN)
    if (Number.isNaN(exact))
      throw new AppError('bad-input', 'The "word-count" assertion needs a number of words, or limits.')
    return { min: exact, max: exact }
  }
  const limits = { min: min ?? 0, max: max ?? Number.POSITIVE_INFINITY }
  if (limits.min > limits.max)
    throw new AppError('bad-input', 'The "word-count" assertion asks for at least more words than at most.')
  return limits
}

function limitsText(min: number, max: number): string {
  if (min === max) return `exactly ${min}`
  return max === Number.POSITIVE_INFINITY ? `at least ${min}` : `${min} to ${max}`
}

function countWords(text: string): number {
  let count = 0
  for (const _ of text.matchAll(/\S+/g)) count++
  return count
}
