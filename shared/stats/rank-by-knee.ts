import { paretoFront } from './pareto-front.ts'

interface Standing {
  /** More is better. */
  readonly quality: number
  /** Less is better. */
  readonly cost: number
}

/**
 * The members of a front, the knee first: by their distance above the chord between its cheapest and its best end, both axes
 * scaled to 0 to 1. A front of two has no knee; the cheaper one comes first then.
 */
export function rankByKnee<T extends Standing & { readonly id: string }>(front: readonly T[]): readonly T[] {
  const height = heightOver(front)
  return front.toSorted((a, b) => height(b) - height(a) || a.cost - b.cost || (a.id < b.id ? -1 : 1))
}

/** Where the front of some points bends: the one farthest above the chord between its ends; null where none lies above it. */
export function kneeOf<T extends Standing>(points: readonly T[]): T | null {
  const isOnFront = paretoFront(points)
  const front = points.filter((_, index) => isOnFront[index])
  const height = heightOver(front)
  const [knee] = front.toSorted((a, b) => height(b) - height(a) || a.cost - b.cost)
  return knee && height(knee) > TOLERANCE ? knee : null
}

/** A point on the chord may come out above it by rounding. */
const TOLERANCE = 1e-9

function heightOver(front: readonly Standing[]): (point: Standing) => number {
  const qualities = front.map(({ quality }) => quality)
  const costs = front.map(({ cost }) => cost)
  const [low, high] = [Math.min(...qualities), Math.max(...qualities)]
  const [cheap, dear] = [Math.min(...costs), Math.max(...costs)]
  return ({ quality, cost }) => scaled(quality, low, high) - scaled(cost, cheap, dear)
}

function scaled(value: number, low: number, high: number): number {
  return high > low ? (value - low) / (high - low) : 0
}
