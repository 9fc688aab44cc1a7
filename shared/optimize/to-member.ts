import type { FlowArm } from '../squeeze/arms/flow-arm.ts'
import { costOf, type Pair } from '../squeeze/arms/race-arms.ts'
import { type CostFacts, expectedCost } from '../squeeze/expected-cost.ts'
import type { SqueezePrompt } from '../squeeze/read-squeeze-prompt.ts'
import type { PoolMember } from './pool-member.ts'

/**
 * What an arm made of the cases that both it and the original answered. Null without such a case.
 *
 * Calls one after another hardly show what a cached prefix saves in production: where a profile tells how the prompt is used,
 * the saving is taken off every call.
 */
export function toMember(
  pairs: readonly Pair[],
  { id, offset, baselineOffset }: { readonly id: string; readonly offset: number; readonly baselineOffset: number },
): PoolMember | null {
  if (pairs.length === 0) return null
  let [score, cost, before] = [0, 0, 0]
  const cases = new Map<number, { readonly score: number; readonly cost: number }>()
  for (const { caseIndex, baseline, arm } of pairs) {
    const own = Math.max(0, costOf(arm) + offset)
    cases.set(caseIndex, { score: arm.score, cost: own })
    score += arm.score
    cost += own
    before += Math.max(0, costOf(baseline) + baselineOffset)
  }
  return { id, quality: score / pairs.length, cost: before > 0 ? cost / before : 1, cases }
}

/** What caching takes off a call of an arm under the profile, in nano-dollars, 0 or less; 0 where it is not counted. */
export function cacheOffset(prompt: SqueezePrompt, { messages }: FlowArm, facts: CostFacts): number {
  if (facts.cacheProfile === null || facts.price === null) return 0
  const cached = expectedCost(prompt, { messages }, facts).nanoUsdAfter ?? 0
  const plain = expectedCost(prompt, { messages }, { ...facts, cacheProfile: null }).nanoUsdAfter ?? 0
  return Math.min(0, cached - plain)
}
