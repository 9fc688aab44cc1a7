import type { Assertion } from '../domain/score.ts'
import { nestedAssertions } from './nested-assertions.ts'
import { scorers } from './registry.ts'

/** Whether an assertion, or one of a set, judges by how sure the model was: then it must be asked to tell. */
export function needsLogProbabilities(assertions: readonly Assertion[]): boolean {
  return assertions
    .flatMap(nestedAssertions)
    .some(({ scorer }) => scorers.has(scorer) && scorers.get(scorer).needsLogProbabilities === true)
}
