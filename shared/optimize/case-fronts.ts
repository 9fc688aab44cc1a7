import { dominates, type PoolMember } from './pool-member.ts'

const EPSILON = 1e-9

/**
 * For each case, the members that are best on it: the highest score, and among equal scores the lowest cost. Members that
 * another one dominates as a whole leave a case's front, unless it would then be empty: who alone solves a case stays, since
 * its text holds what the others lack.
 */
export function caseFronts(members: readonly PoolMember[]): ReadonlyMap<number, readonly string[]> {
  const isDominated = new Set(
    members.filter((member) => members.some((other) => dominates(other, member))).map(({ id }) => id),
  )
  const caseIndexes = new Set(members.flatMap(({ cases }) => [...cases.keys()]))
  return new Map(
    [...caseIndexes].map((caseIndex) => {
      const best = bestOn(members, caseIndex)
      const strong = best.filter((id) => !isDominated.has(id))
      return [caseIndex, strong.length > 0 ? strong : best]
    }),
  )
}

function bestOn(members: readonly PoolMember[], caseIndex: number): string[] {
  const points = members.flatMap(({ id, cases }) => {
    const point = cases.get(caseIndex)
    return point ? [{ id, ...point }] : []
  })
  const score = Math.max(...points.map((point) => point.score))
  const top = points.filter((point) => point.score >= score - EPSILON)
  const cost = Math.min(...top.map((point) => point.cost))
  return top.filter((point) => point.cost <= cost * (1 + EPSILON)).map(({ id }) => id)
}
