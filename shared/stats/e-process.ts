export interface EProcess {
  /** Evidence against the hypothesis tested; stop and reject once it reaches 1/α. */
  readonly wealth: number
  readonly cases: number
  readonly meanSum: number
  readonly varianceSum: number
}

/** Before the first case. */
export const eProcessStart: EProcess = { wealth: 1, cases: 0, meanSum: 0.5, varianceSum: 0.05 }

/** What is bet on: `not-worse` collects evidence against Δ ≤ −margin, `worse` against Δ ≥ −margin. */
export type EProcessClaim = 'not-worse' | 'worse'

// At most half of what would ruin the bettor is staked on one case.
const CAUTION = 0.5

/**
 * Takes one more case into a betting test, which may be looked at and stopped after every case without losing its level.
 *
 * Cases must come in an order fixed before their results were seen; the stake depends on earlier cases only. Made to drop bad
 * candidates and to stop early on clear ones; for near-equal ones a fixed number of cases is as cheap.
 *
 * @param difference candidate − baseline, −1 to 1; the mean of a cluster is one case
 * @see I. Waudby-Smith and A. Ramdas, J. R. Stat. Soc. B 86 (2024); Ville's inequality
 */
export function eProcessStep(
  before: EProcess,
  difference: number,
  options: { readonly margin: number; readonly claim: EProcessClaim },
): EProcess {
  if (!(difference >= -1 && difference <= 1)) throw new RangeError(`A difference of ${difference} is not in −1 to 1.`)
  const isNotWorse = options.claim === 'not-worse'
  const value = ((isNotWorse ? difference : -difference) + 1) / 2
  const limit = (1 + (isNotWorse ? -options.margin : options.margin)) / 2
  const weight = before.cases + 1
  const mean = before.meanSum / weight
  const edge = mean - limit
  const stake = Math.min(Math.max(edge / (before.varianceSum / weight + edge * edge), 0), CAUTION / limit)
  const meanSum = before.meanSum + value
  return {
    wealth: before.wealth * (1 + stake * (value - limit)),
    cases: before.cases + 1,
    meanSum,
    varianceSum: before.varianceSum + (value - meanSum / (weight + 1)) ** 2,
  }
}
