import { holds } from './arm-hope.ts'
import type { FlowArm } from './flow-arm.ts'
import type { ArmStanding } from './race-arms.ts'

/** Fewer development cases choose nobody; the hold-out decides in any case. */
const FEWEST_CASES = 20

interface Standing {
  readonly arm: FlowArm
  readonly standing: Omit<ArmStanding, 'whyDropped'>
}

/** Of the arms that hold the quality on the development cases, the cheapest; null when none does at less cost. */
export function chooseBest(arms: readonly Standing[], margin: number): FlowArm | null {
  const cheaper = arms.filter(({ standing }) => standing.n > 0 && (standing.costRatio ?? 1) < 1)
  // Who was dropped early for its rank may not win by its few cases, unless all who ran on turned out worse.
  const most = Math.max(0, ...cheaper.map(({ standing }) => standing.n))
  const byCost = (a: Standing, b: Standing) => (a.standing.costRatio ?? 1) - (b.standing.costRatio ?? 1)
  const full = cheaper.filter(({ standing }) => standing.n >= most * 0.9).toSorted(byCost)
  const best = full.find(({ standing }) => holds(standing, margin))
  if (best) return best.arm
  // With few cases the one that lost least, not the cheapest: chance favours the bold.
  const [safest] = cheaper
    .filter(({ standing }) => standing.n >= FEWEST_CASES && (standing.difference ?? -1) >= -margin)
    .toSorted((a, b) => (b.standing.difference ?? 0) - (a.standing.difference ?? 0) || byCost(a, b))
  return safest?.arm ?? null
}
