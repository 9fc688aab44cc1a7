export interface QualityAndCost {
  /** More is better; null = unknown. */
  readonly quality: number | null
  /** Less is better; null = unknown. */
  readonly cost: number | null
}

/**
 * Tells for each point whether it is on the Pareto front: no other point is at least as good in both and better in one.
 * Equal points are on the front together.
 *
 * @returns in the order of the points; null where quality or cost is unknown, and such a point beats nobody
 */
export function paretoFront(points: readonly QualityAndCost[]): readonly (boolean | null)[] {
  return points.map((point) => {
    if (point.quality === null || point.cost === null) return null
    return !points.some((other) => isBetter(other, point.quality ?? 0, point.cost ?? 0))
  })
}

function isBetter(other: QualityAndCost, quality: number, cost: number): boolean {
  if (other.quality === null || other.cost === null) return false
  return other.quality >= quality && other.cost <= cost && (other.quality > quality || other.cost < cost)
}
