export interface HalvingArm {
  readonly id: string
  /** Mean over the cases that all surviving arms share; null = not yet known. */
  readonly mean: number | null
  /** Billed per case; decides between equal means. Null = unpriced, which loses a tie. */
  readonly costPerCase: number | null
}

/** How many rounds a race of so many arms takes: each round drops the worse half. */
export function halvingRounds(arms: number): number {
  return Math.max(1, Math.ceil(Math.log2(Math.max(1, arms))))
}

/**
 * How many new cases each surviving arm gets in a round, so that all rounds together stay within the budget.
 *
 * @param plan.budget cases × arms that the whole race may evaluate
 * @param plan.rounds from halvingRounds, of the number of arms at the start
 * @see K. Jamieson and A. Talwalkar, AISTATS (2016). It selects; it proves nothing.
 */
export function halvingCases(plan: {
  readonly budget: number
  readonly survivors: number
  readonly rounds: number
}): number {
  return Math.floor(plan.budget / (plan.survivors * plan.rounds))
}

/**
 * The arms that stay: the better half by mean, cheaper ones before dearer at a tie.
 *
 * @param options.baselineId stays in any case: without it nothing could be compared at the end
 * @throws RangeError for an arm without a mean: an arm that was not run must not be judged
 */
export function halve(
  arms: readonly HalvingArm[],
  options: { readonly baselineId?: string } = {},
): { readonly kept: readonly HalvingArm[]; readonly dropped: readonly HalvingArm[] } {
  const unknown = arms.find((arm) => arm.mean === null)
  if (unknown !== undefined) throw new RangeError(`Arm "${unknown.id}" has no mean yet.`)
  const baseline = arms.filter((arm) => arm.id === options.baselineId)
  const ranked = arms.filter((arm) => arm.id !== options.baselineId).sort(isBehind)
  const keep = Math.max(1, Math.ceil(arms.length / 2) - baseline.length)
  return { kept: [...baseline, ...ranked.slice(0, keep)], dropped: ranked.slice(keep) }
}

function isBehind(a: HalvingArm, b: HalvingArm): number {
  const byMean = (b.mean ?? 0) - (a.mean ?? 0)
  if (Math.abs(byMean) > 1e-12) return byMean
  return (a.costPerCase ?? Number.POSITIVE_INFINITY) === (b.costPerCase ?? Number.POSITIVE_INFINITY)
    ? a.id.localeCompare(b.id)
    : (a.costPerCase ?? Number.POSITIVE_INFINITY) - (b.costPerCase ?? Number.POSITIVE_INFINITY)
}
