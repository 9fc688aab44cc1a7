import { isOptimizeMode, type SqueezeArm, type SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'

export interface NumberedArm {
  readonly arm: SqueezeArm
  /** As in the table and the picture; 0 is the original. */
  readonly number: number
}

export interface CandidateGroups {
  /** The original first; of an optimization then the pool from the cheapest on, else all in their order. */
  readonly main: readonly NumberedArm[]
  /** Of an optimization: who was given up, the latest first. */
  readonly givenUp: readonly NumberedArm[]
}

/** The candidates as they are listed: an optimization breeds many, of which few stay. */
export function candidateGroups({ arms, spec, bestArmId }: Pick<SqueezeSnapshot, 'arms' | 'spec' | 'bestArmId'>) {
  const numbered = arms.map((arm, number): NumberedArm => ({ arm, number }))
  if (!isOptimizeMode(spec.mode)) return { main: numbered, givenUp: [] } satisfies CandidateGroups
  const isIn = ({ arm }: NumberedArm) => arm.isAlive || arm.id === bestArmId
  const pool = numbered.filter((one) => isIn(one) && !one.arm.isBaseline)
  return {
    main: [
      ...numbered.filter(({ arm }) => arm.isBaseline),
      ...pool.toSorted((a, b) => (a.arm.costRatio ?? 9) - (b.arm.costRatio ?? 9)),
    ],
    givenUp: numbered.filter((one) => !isIn(one)).toReversed(),
  } satisfies CandidateGroups
}

/** "from 3 and 5", "from the original"; null for the original, and for a squeeze's candidates. */
export function parentsText(arm: SqueezeArm, arms: readonly SqueezeArm[]): string | null {
  if (arm.parentIds.length === 0) return null
  const names = arm.parentIds.map((id) => {
    const number = arms.findIndex((one) => one.id === id)
    return number > 0 ? String(number) : 'the original'
  })
  return `from ${names.join(' and ')}`
}
