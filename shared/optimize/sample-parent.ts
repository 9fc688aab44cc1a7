import type { Random } from '../stats/seeded-random.ts'
import { caseFronts } from './case-fronts.ts'
import { globalFront, type PoolMember } from './pool-member.ts'

/** How often a parent comes from the front of the means, so that cost has a lineage of its own. */
const GLOBAL_SHARE = 0.3

/**
 * Draws the next parent: mostly in proportion to the number of cases on whose front a member stands, else evenly from the
 * front of mean score and mean cost.
 *
 * @throws RangeError when the pool is empty
 */
export function sampleParent<T extends PoolMember>(members: readonly T[], random: Random): T {
  const [first] = members
  if (!first) throw new RangeError('No parent can be drawn from an empty pool.')
  const isGlobal = random() < GLOBAL_SHARE
  const draw = random()
  if (isGlobal) {
    const front = globalFront(members)
    return front[Math.floor(draw * front.length)] ?? first
  }
  const counts = new Map<string, number>()
  for (const ids of caseFronts(members).values()) for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  let left = draw * total
  for (const member of members) {
    left -= counts.get(member.id) ?? 0
    if (left < 0) return member
  }
  return first
}
