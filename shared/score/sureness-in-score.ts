import type { Assertion } from '../domain/score.ts'
import { needsLogProbabilities } from './needs-log-probabilities.ts'
import { nestedAssertions } from './nested-assertions.ts'

/** How much of a score is made of log-probabilities: how sure the model was of its answer. */
export type SurenessInScore = 'none' | 'part' | 'whole'

/** By the assertions that weigh something, those of sets one by one. */
export function surenessInScore(assertions: readonly Assertion[]): SurenessInScore {
  const weighted = assertions.filter(weighs).flatMap(leaves)
  const sure = weighted.filter((one) => needsLogProbabilities([one])).length
  if (sure === 0) return 'none'
  return sure === weighted.length ? 'whole' : 'part'
}

function leaves(assertion: Assertion): readonly Assertion[] {
  const [own, ...members] = nestedAssertions(assertion)
  if (members.length === 0) return own ? [own] : []
  return members.filter((one) => one.scorer !== 'assert-set' && weighs(one))
}

function weighs({ weight }: Assertion): boolean {
  return weight > 0
}
