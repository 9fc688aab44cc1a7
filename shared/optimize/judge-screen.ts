/** A child beside its parent on the cases of the screening. */
export interface ScreenResult {
  readonly cases: number
  /** Mean paired difference of the scores, −1 to 1. */
  readonly difference: number
  /** The child's cost ÷ its parent's, on these cases. */
  readonly costRatio: number
  /** The child's cost ÷ the original's; a child may win back what its parent saved, no more. */
  readonly originalCostRatio: number
  /** A critical assertion that the parent passes and the child fails. */
  readonly brokenAssertion: string | null
}

/** A saving below this share of the cost is not worth the calls of a race; and so much more cost is a few words, no price. */
const LEAST_SAVING = 0.05

/** Why a child is given up after its screening, as a sentence; null = it goes on to the race. */
export function judgeScreen(
  aim: 'quality' | 'cost' | 'order',
  { cases, difference, costRatio, originalCostRatio, brokenAssertion }: ScreenResult,
): string | null {
  if (cases === 0) return 'No case could be answered.'
  if (brokenAssertion !== null) return `Fails the critical assertion "${brokenAssertion}" where its parent passes.`
  const points = Math.round(difference * 1000) / 10
  if (aim === 'quality') {
    if (difference <= 0) return `Screening, ${cases} cases: no better than its parent (${points} points).`
    return costRatio <= 1 || originalCostRatio <= 1 + LEAST_SAVING
      ? null
      : `Screening, ${cases} cases: better, but dearer than the original.`
  }
  if (difference < 0) return `Screening, ${cases} cases: ${-points} points worse than its parent.`
  // What an order saves shows only in production, where the prefix is cached.
  if (aim === 'order' || costRatio <= 1 - LEAST_SAVING) return null
  return `Screening, ${cases} cases: saves less than ${LEAST_SAVING * 100} % of its parent's cost.`
}
