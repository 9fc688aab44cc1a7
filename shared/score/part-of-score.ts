import type { Assertion } from '../domain/score.ts'
import { membersOf } from './nested-assertions.ts'

/** How much of a score assertions of some kind make. */
export type PartOfScore = 'none' | 'part' | 'whole'

/** By the assertions that weigh something, those of sets one by one. */
export function partOfScore(assertions: readonly Assertion[], isOf: (assertion: Assertion) => boolean): PartOfScore {
  const weighted = assertions.flatMap(leaves)
  const found = weighted.filter(isOf).length
  if (found === 0) return 'none'
  return found === weighted.length ? 'whole' : 'part'
}

/** Of an assertion that weighs nothing, none; a set without members that can be read stands for itself. */
function leaves(assertion: Assertion): readonly Assertion[] {
  if (assertion.weight <= 0) return []
  const members = membersOf(assertion)
  return members.length === 0 ? [assertion] : members.flatMap(leaves)
}
