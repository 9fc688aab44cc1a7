import type { CaseContent } from '../domain/eval-set.ts'
import type { Assertion } from '../domain/score.ts'

/**
 * Whether an assertion is about this case: one with `when` is, where the case has something under that name, or as its expected answer
 * for `expected`. Without a case, as in the editor, every assertion is asked.
 */
export function isAsked(
  { when }: Pick<Assertion, 'when'>,
  evalCase: Pick<CaseContent, 'variables' | 'expected'> | null,
): boolean {
  if (when === undefined || evalCase === null) return true
  if (when === 'expected' && evalCase.expected !== null) return true
  const value = Object.hasOwn(evalCase.variables, when) ? evalCase.variables[when] : null
  return value !== null && value !== undefined && value !== ''
}
