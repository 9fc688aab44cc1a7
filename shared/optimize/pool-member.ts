/** What a candidate made of one case. */
export interface CasePoint {
  /** 0 to 1. */
  readonly score: number
  /** In any unit that is the same for all candidates. */
  readonly cost: number
}

/** A candidate as the pool sees it: its means, and what it made of every case. */
export interface PoolMember {
  readonly id: string
  /** Mean score on the development cases, 0 to 1. */
  readonly quality: number
  /** Cost ÷ the original's on the same cases. */
  readonly cost: number
  /** By case; a case whose call failed for good is absent. */
  readonly cases: ReadonlyMap<number, CasePoint>
}

type Standing = Pick<PoolMember, 'quality' | 'cost'>

/** At least as good in both means, and better in one. */
export function dominates(a: Standing, b: Standing): boolean {
  return a.quality >= b.quality && a.cost <= b.cost && (a.quality > b.quality || a.cost < b.cost)
}

/** The members that no other dominates. */
export function globalFront<T extends Standing>(members: readonly T[]): readonly T[] {
  return members.filter((member) => !members.some((other) => dominates(other, member)))
}
