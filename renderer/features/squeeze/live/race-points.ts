import type { RacePoint } from '../../../../shared/charts/race-layout.ts'
import type { SqueezeArm, SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'

/** Candidates that have answered cases, named as in the table. */
export function racePoints({ arms, bestArmId }: Pick<SqueezeSnapshot, 'arms' | 'bestArmId'>): readonly RacePoint[] {
  return arms.flatMap((arm, index): RacePoint[] => {
    const { id, costRatio, difference, isAlive, isOnFront, isBaseline, n } = arm
    if (isBaseline || n === 0 || costRatio === null || difference === null) return []
    return [
      {
        id,
        label: armNumber(index),
        costRatio,
        difference,
        isAlive,
        isOnFront: isOnFront === true,
        isBest: id === bestArmId,
      },
    ]
  })
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
