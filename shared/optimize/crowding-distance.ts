import type { PoolMember } from './pool-member.ts'

/**
 * How much room each member has to its neighbours on a front, in quality and cost together; those at the ends have infinitely
 * much.
 *
 * @returns in the order of the members
 * @see K. Deb et al., IEEE Trans. Evol. Comput. 6 (2002), NSGA-II
 */
export function crowdingDistances(members: readonly Pick<PoolMember, 'quality' | 'cost'>[]): readonly number[] {
  const distances = new Array<number>(members.length).fill(0)
  for (const of of ['quality', 'cost'] as const) {
    const order = members.map((_, index) => index).sort((a, b) => at(a) - at(b))
    const range = at(order.at(-1) ?? 0) - at(order[0] ?? 0)
    for (const [rank, index] of order.entries()) {
      const [before, after] = [order[rank - 1], order[rank + 1]]
      if (before === undefined || after === undefined) distances[index] = Number.POSITIVE_INFINITY
      else if (range > 0) distances[index] = (distances[index] ?? 0) + (at(after) - at(before)) / range
    }

    function at(index: number): number {
      return members[index]?.[of] ?? 0
    }
  }
  return distances
}
