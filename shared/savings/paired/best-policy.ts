import type { AgainstReference, PolicyPoint } from './assess-policies.ts'

/** Of several policies the cheapest that is not worse and cheaper; if none is, the one furthest above a random mix. */
export function bestPolicy<P extends { readonly chosen: PolicyPoint; readonly against: AgainstReference }>(
  policies: readonly P[],
): P | null {
  const shown = policies.filter(
    ({ against }) => against.quality?.decision === 'not-worse' && (against.costRatioInterval?.[1] ?? 1) < 1,
  )
  const [best] =
    shown.length > 0
      ? shown.toSorted((a, b) => a.chosen.cost - b.chosen.cost)
      : policies.toSorted((a, b) => b.chosen.aboveMix - a.chosen.aboveMix || a.chosen.cost - b.chosen.cost)
  return best ?? null
}
