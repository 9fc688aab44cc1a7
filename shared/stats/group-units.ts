import type { ClusterSum } from './cluster-sums.ts'
import type { Random } from './seeded-random.ts'

/** Above twice so many units they are put together into so many. */
export const groupedUnits = 1000

/**
 * Puts very many independent units together at random, the same in every list, so that drawing them takes no longer than drawing a
 * thousand. The sums vary as before; only how much they vary is known from a thousand groups: to about 2 %.
 */
export function groupUnits(
  lists: readonly (readonly ClusterSum[])[],
  random: Random,
): readonly (readonly ClusterSum[])[] {
  const count = lists[0]?.length ?? 0
  if (count <= 2 * groupedUnits) return lists
  const groupOf = Uint32Array.from({ length: count }, (_, index) => index % groupedUnits)
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const moved = groupOf[last] as number // both are below the count
    groupOf[last] = groupOf[other] as number
    groupOf[other] = moved
  }
  return lists.map((sums) => {
    const groups = Array.from({ length: groupedUnits }, () => ({ numerator: 0, denominator: 0 }))
    for (const [index, { numerator, denominator }] of sums.entries()) {
      const group = groups[groupOf[index] as number]
      if (!group) continue
      group.numerator += numerator
      group.denominator += denominator
    }
    return groups
  })
}
