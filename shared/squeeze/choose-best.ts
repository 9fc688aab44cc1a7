import type { FlowArm } from './flow-arm.ts'
import type { ArmStanding } from './race/race-arms.ts'

/** How much of the margin an arm may use up on the development cases: the hold-out mostly shows some more. */
const DEVELOPMENT_SHARE = 0.6

/** Of the arms that hold the quality on the development cases, the cheapest; null when none does at less cost. */
export function chooseBest(
  arms: readonly { readonly arm: FlowArm; readonly standing: Omit<ArmStanding, 'whyDropped'> }[],
  margin: number,
): FlowArm | null {
  const cheaper = arms.filter(({ standing }) => standing.n > 0 && (standing.costRatio ?? 1) < 1)
  // A few cases more or less tell nothing: who was dropped early for its rank may not win by it.
  const most = Math.max(0, ...cheaper.map(({ standing }) => standing.n))
  const tried = cheaper.filter(({ standing }) => standing.n >= most * 0.9)
  for (const limit of [-margin * DEVELOPMENT_SHARE, -margin]) {
    const [best] = tried
      .filter(({ standing }) => (standing.difference ?? -1) >= limit)
      .toSorted((a, b) => (a.standing.costRatio ?? 1) - (b.standing.costRatio ?? 1))
    if (best) return best.arm
  }
  return null
}
