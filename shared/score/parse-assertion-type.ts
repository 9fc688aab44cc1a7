import type { Assertion } from '../domain/score.ts'
import { scorers } from './registry.ts'

const NEGATION = 'not-'
/** promptfoo's names that cannot be those of files. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['similar:cosine', 'similar'],
  ['similar:dot', 'similar-dot'],
  ['similar:euclidean', 'similar-euclidean'],
])

/**
 * Reads the name that plans and promptfoo configurations use: `contains`, `not-contains`.
 *
 * @throws AppError `not-found` when there is no such scorer, naming those there are
 */
export function parseAssertionType(text: string): Pick<Assertion, 'scorer' | 'isNegated'> {
  const name = text.trim()
  const isNegated = name.startsWith(NEGATION) && !scorers.has(name)
  const type = isNegated ? name.slice(NEGATION.length) : name
  return { scorer: scorers.get(ALIASES.get(type) ?? type).id, isNegated }
}

/** The name that parseAssertionType reads. */
export function assertionType(assertion: Pick<Assertion, 'scorer' | 'isNegated'>): string {
  const type = [...ALIASES].find(([name, id]) => id === assertion.scorer && name !== 'similar:cosine')?.[0]
  return `${assertion.isNegated ? NEGATION : ''}${type ?? assertion.scorer}`
}
