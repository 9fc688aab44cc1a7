import type { CostPoint } from './mix-hull.ts'

/**
 * Of the settings of one policy (thresholds, prices), the cheapest whose score keeps close to the reference's; if none does, the one
 * with the best score. Only ever asked of cases that do not judge it.
 *
 * A third of the margin is given away, so that the interval of the rest has room above the margin.
 */
export function chooseSetting(
  points: readonly CostPoint[],
  { score, margin }: { readonly score: number; readonly margin: number },
): number {
  const order = points.map((point, index) => ({ ...point, index }))
  const close = order.filter((point) => point.score >= score - margin / 3)
  const [best] =
    close.length > 0
      ? close.toSorted((a, b) => a.cost - b.cost || b.score - a.score)
      : order.toSorted((a, b) => b.score - a.score || a.cost - b.cost)
  return best?.index ?? 0
}
