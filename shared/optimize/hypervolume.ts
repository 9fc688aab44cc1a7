import { globalFront, type PoolMember } from './pool-member.ts'

/** Twice what the original costs: what is dearer adds nothing. */
const WORST_COST = 2

/** The area that the pool covers between its front and the point (quality 0, twice the original's cost). */
export function hypervolume(members: readonly PoolMember[]): number {
  const front = globalFront(members)
    .filter(({ quality, cost }) => quality > 0 && cost < WORST_COST)
    .toSorted((a, b) => a.cost - b.cost || b.quality - a.quality)
  let area = 0
  for (const [index, { quality, cost }] of front.entries()) {
    // Along a front quality rises with cost, so that each member covers what lies up to the next.
    area += quality * ((front[index + 1]?.cost ?? WORST_COST) - cost)
  }
  return area
}
