import type { SqueezeArm, SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import type { Verdict } from '../../../../shared/domain/verdict.ts'
import { endsOf, usefulOnFront } from '../../../../shared/optimize/choose-finalists.ts'
import { looksOf } from '../looks-of.ts'

export type FinalistRole = 'knee' | 'cheapest' | 'best'

/** A candidate to choose from: an end of the front, or one that was looked at on the hold-out. */
export interface Finalist {
  readonly arm: SqueezeArm
  /** As in the table. */
  readonly number: number
  readonly roles: readonly FinalistRole[]
  /** Null = the hold-out was not asked about it. */
  readonly verdict: Verdict | null
  /** The hold-out speaks for it: it was saved. */
  readonly isWinner: boolean
}

/** The winner first, then the others that were looked at, then the ends of the front that were not. */
export function finalistsOf(squeeze: SqueezeSnapshot): readonly Finalist[] {
  const { arms, spec, bestArmId, winnerVariantId } = squeeze
  const looks = looksOf(squeeze)
  const baseline = arms.find(({ isBaseline }) => isBaseline)
  const members = arms.filter(({ isAlive, n }) => isAlive && n > 0 && n === baseline?.n).flatMap(memberOf)
  const original = members.find(({ id }) => id === baseline?.id)
  const ranked = original ? usefulOnFront(members, { baseline: original, margin: spec.margin ?? 0.03 }) : []
  const { knee, cheapest, best } = endsOf(ranked)
  const ends = { knee: knee?.id, cheapest: cheapest?.id, best: best?.id }
  return arms
    .flatMap((arm, number): Finalist[] => {
      const verdict = looks.find(({ armId }) => armId === arm.id)?.verdict ?? null
      const roles = (['knee', 'cheapest', 'best'] as const).filter((role) => ends[role] === arm.id)
      if (verdict === null && roles.length === 0) return []
      return [{ arm, number, roles, verdict, isWinner: arm.id === bestArmId && winnerVariantId !== null }]
    })
    .toSorted((a, b) => rank(a) - rank(b) || a.number - b.number)
}

function rank({ isWinner, verdict }: Finalist): number {
  if (isWinner) return 0
  return verdict === null ? 2 : 1
}

function memberOf({ id, meanScore, costRatio, isBaseline }: SqueezeArm) {
  const cost = isBaseline ? 1 : costRatio
  return meanScore === null || cost === null ? [] : [{ id, quality: meanScore, cost }]
}
