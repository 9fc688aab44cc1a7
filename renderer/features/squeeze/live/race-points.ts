import type { RaceConfirmation, RacePoint } from '../../../../shared/charts/race-layout.ts'
import { isOptimizeMode, type SqueezeArm, type SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import type { Verdict } from '../../../../shared/domain/verdict.ts'
import { looksOf } from '../looks-of.ts'

/** Candidates that have answered cases, named as in the table. */
export function racePoints({
  arms,
  bestArmId,
  spec,
  ...looked
}: Pick<SqueezeSnapshot, 'arms' | 'bestArmId' | 'spec' | 'confirmations' | 'verdict'>): readonly RacePoint[] {
  const looks = new Map(looksOf({ ...looked, bestArmId }).map(({ armId, verdict }) => [armId, confirmationOf(verdict)]))
  return arms.flatMap((arm, index): RacePoint[] => {
    const { id, costRatio, difference, isAlive, isOnFront, isBaseline, n } = arm
    if (isBaseline || n === 0 || costRatio === null || difference === null) return []
    const confirmed = looks.get(id) ?? null
    return [
      {
        ...(confirmed ? { confirmed } : {}),
        id,
        label: armNumber(index),
        costRatio,
        difference,
        isAlive,
        isOnFront: isOnFront === true,
        isBest: id === bestArmId,
        isMinor: !isAlive && isOptimizeMode(spec.mode),
      },
    ]
  })
}

function confirmationOf({ costRatio, difference, differenceInterval }: Verdict): RaceConfirmation | null {
  if (costRatio === null || difference === null) return null
  return {
    costRatio,
    difference,
    low: differenceInterval?.low ?? difference,
    high: differenceInterval?.high ?? difference,
  }
}

/** "1", "2" … in the order of the arms; the original, which comes first, has none. */
export function armNumber(index: number): string {
  return index === 0 ? '' : String(index)
}

export type ArmState = 'original' | 'best' | 'racing' | 'ready' | 'dropped'

export function armState(
  arm: SqueezeArm,
  { bestArmId, state }: Pick<SqueezeSnapshot, 'bestArmId' | 'state'>,
): ArmState {
  if (arm.isBaseline) return 'original'
  if (arm.id === bestArmId) return 'best'
  if (!arm.isAlive) return 'dropped'
  return state === 'running' ? 'racing' : 'ready'
}
