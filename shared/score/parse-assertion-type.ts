import type { Assertion } from '../domain/score.ts'
import { scorers } from './registry.ts'

const NEGATION = 'not-'

/**
 * Reads the name that plans and promptfoo configurations use: `contains`, `not-contains`.
 *
 * @throws AppError `not-found` when there is no such scorer, naming those there are
 */
export function parseAssertionType(text: string): Pick<Assertion, 'scorer' | 'isNegated'> {
  const name = text.trim()
  const isNegated = name.startsWith(NEGATION) && !scorers.has(name)
  return { scorer: scorers.get(isNegated ? name.slice(NEGATION.length) : name).id, isNegated }
}

/** The name that parseAssertionType reads. */
export function assertionType(assertion: Pick<Assertion, 'scorer' | 'isNegated'>): string {
  return assertion.isNegated ? `${NEGATION}${assertion.scorer}` : assertion.scorer
}
