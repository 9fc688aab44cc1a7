import type { Assertion } from '../domain/score.ts'
import { fromPromptfoo } from './from-promptfoo.ts'
import { scorers } from './registry.ts'

/**
 * Reads a cell of promptfoo's `__expected` columns: `type:value`, `type(threshold):value`, `type`, `grade:` for a rubric, `fn:` and `eval:` for
 * code; any other text is what the answer must equal.
 *
 * @throws AppError `not-found` for a type of promptfoo's that Pithy has no scorer for, `bad-input` for a value that it cannot take
 */
export function parseExpected(cell: string): Assertion {
  const code = /^(?:javascript|fn|eval):([\s\S]*)$/.exec(cell)
  if (code) return fromPromptfoo({ type: 'javascript', value: code[1] ?? '' })
  const rubric = /^(?:grade|llm-rubric):([\s\S]*)$/.exec(cell)
  if (rubric) return fromPromptfoo({ type: 'llm-rubric', value: (rubric[1] ?? '').trim() })
  const [, type = '', threshold, value] =
    /^((?:not-)?[a-z][a-z0-9-]*)(?:\((-?\d+(?:\.\d+)?)\))?(?::([\s\S]*))?$/.exec(cell.trim()) ?? []
  if (!scorers.has(type.replace(/^not-/, ''))) return fromPromptfoo({ type: 'equals', value: cell })
  const limits = threshold === undefined ? {} : { threshold: Number(threshold) }
  return fromPromptfoo({ type, ...limits, ...(value === undefined ? {} : { value: value.trim() }) })
}
