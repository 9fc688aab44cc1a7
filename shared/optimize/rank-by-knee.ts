import type { PoolMember } from './pool-member.ts'

/**
 * The members of a front, the knee first: by their distance above the chord between its cheapest and its best end, both axes
 * scaled to 0 to 1. A front of two has no knee; the cheaper one comes first then.
 */
export function rankByKnee<T extends Omit<PoolMember, 'cases'>>(front: readonly T[]): readonly T[] {
  const qualities = front.map(({ quality }) => quality)
  const costs = front.map(({ cost }) => cost)
  const [low, high] = [Math.min(...qualities), Math.max(...qualities)]
  const [cheap, dear] = [Math.min(...costs), Math.max(...costs)]
  const height = ({ quality, cost }: T) => scaled(quality, low, high) - scaled(cost, cheap, dear)
  return front.toSorted((a, b) => height(b) - height(a) || a.cost - b.cost || (a.id < b.id ? -1 : 1))
}

function scaled(value: number, low: number, high: number): number {
  return high > low ? (value - low) / (high - low) : 0
}
