/** A mean cost and the mean score that it buys. */
export interface CostPoint {
  readonly cost: number
  readonly score: number
}

/**
 * What sending cases at random to one option or another gives: the upper hull of the options, rising and concave.
 *
 * A rule that does not lie above it is worth nothing: a die does as well for the same money.
 *
 * @returns corners by rising cost, the cheapest option first
 * @see Q. J. Hu et al., RouterBench, arXiv 2403.12031 (2024), non-decreasing convex hull
 */
export function mixHull(points: readonly CostPoint[]): readonly CostPoint[] {
  const sorted = points.toSorted((a, b) => a.cost - b.cost || b.score - a.score)
  const hull: CostPoint[] = []
  for (const point of sorted) {
    const last = hull.at(-1)
    // Dearer without being better: mixing never wants it.
    if (last && point.score <= last.score) continue
    while (hull.length > 1 && isBelow(hull.at(-2), hull.at(-1), point)) hull.pop()
    hull.push(point)
  }
  return hull
}

/** Best score that mixing buys for so much per case; −∞ below the cheapest option, the best option's score above all. */
export function mixedScore(hull: readonly CostPoint[], cost: number): number {
  const [first] = hull
  if (!first || cost < first.cost) return Number.NEGATIVE_INFINITY
  for (const [index, corner] of hull.entries()) {
    const next = hull[index + 1]
    if (!next) return corner.score
    if (cost < next.cost) {
      return corner.score + ((next.score - corner.score) * (cost - corner.cost)) / (next.cost - corner.cost)
    }
  }
  return first.score
}

/** The least that mixing costs for such a score; null where no mix reaches it. */
export function mixedCost(hull: readonly CostPoint[], score: number): number | null {
  for (const [index, corner] of hull.entries()) {
    if (corner.score < score) continue
    const before = hull[index - 1]
    if (!before) return corner.cost
    const share = (score - before.score) / (corner.score - before.score)
    return before.cost + share * (corner.cost - before.cost)
  }
  return null
}

function isBelow(from: CostPoint | undefined, middle: CostPoint | undefined, to: CostPoint): boolean {
  if (!from || !middle) return false
  return (middle.score - from.score) * (to.cost - from.cost) <= (to.score - from.score) * (middle.cost - from.cost)
}
