import { crowdingDistances } from './crowding-distance.ts'
import { globalFront, type PoolMember } from './pool-member.ts'

export const POOL_SIZE = 24

/**
 * The members that stay in the pool: whole fronts, the best first; of the front that no longer fits, those with the most
 * room around them. The member named to keep always stays.
 */
export function capPool<T extends PoolMember>(
  members: readonly T[],
  { keepId, size = POOL_SIZE }: { readonly keepId: string; readonly size?: number },
): readonly T[] {
  if (members.length <= size) return members
  const kept = new Set([keepId])
  let left = members.filter(({ id }) => id !== keepId)
  while (left.length > 0 && kept.size < size) {
    const front = globalFront(left)
    const distances = crowdingDistances(front)
    const ranked = front
      .map(({ id }, index) => ({ id, distance: distances[index] ?? 0 }))
      .toSorted((a, b) => b.distance - a.distance || (a.id < b.id ? -1 : 1))
    for (const { id } of ranked.slice(0, size - kept.size)) kept.add(id)
    const seen = new Set(front)
    left = left.filter((member) => !seen.has(member))
  }
  return members.filter(({ id }) => kept.has(id))
}
