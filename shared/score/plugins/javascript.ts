import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import type { JsonValue } from '../../domain/json.ts'
import type { Scorer, ScorerVerdict } from '../scorer.ts'

const Options = z.strictObject({
  threshold: z.number().nullable().default(null).describe('A number passes from; empty = above 0'),
})
const Graded = z.looseObject({ pass: z.boolean(), score: z.number(), reason: z.string() })

export const plugin: Scorer = {
  id: 'javascript',
  label: 'JavaScript',
  description: 'Code of yours judges the output, in a sandbox without files, network or clock.',
  group: 'code',
  runsCode: true,
  value: { isRequired: true, hint: 'An expression such as output.length < 80, or several lines with a return' },
  options: Options,
  async score({ output, value, options, variables = {} }, { runScript }) {
    if (!runScript)
      throw new AppError(
        'bad-input',
        'The JavaScript of this eval set is off. Allow its code first, if you trust where it is from: on the page of the eval set, or by --allow-javascript.',
      )
    const returned = await runScript({ code: value ?? '', output, variables })
    return toVerdict(returned, Options.parse(options).threshold)
  },
}

function toVerdict(returned: JsonValue, threshold: number | null): ScorerVerdict {
  if (typeof returned === 'boolean')
    return { score: returned ? 1 : 0, hasPassed: returned, reason: `The code returned ${returned}.` }
  if (typeof returned === 'number') {
    const score = clamp(returned)
    const hasPassed = threshold === null ? returned > 0 : returned >= threshold
    return { score, negatedScore: score, hasPassed, reason: `The code returned ${returned}.` }
  }
  const graded = Graded.safeParse(returned)
  if (!graded.success)
    throw new AppError(
      'bad-input',
      'The code must return true, false, a number, or an object with pass, score and reason.',
    )
  const { pass, score, reason } = graded.data
  const kept = clamp(score)
  return {
    score: kept,
    negatedScore: kept,
    hasPassed: pass,
    reason: reason.slice(0, 390) || `The code returned ${pass ? 'a pass' : 'a failure'}.`,
  }
}

/** Scores are fractions here; promptfoo lets code give any number. */
function clamp(score: number): number {
  return Math.min(1, Math.max(0, score))
}
