import type { MaskScore } from './attribute.ts'
import type { DeletionMask } from './deletion-masks.ts'

/** One version on one case beside the whole prompt. */
export interface ChurnObservation {
  readonly caseIndex: number
  /** Units that were cut. */
  readonly cut: readonly number[]
  /** Those of them that may have changed the score; who was found innocent is struck out. */
  readonly suspects: readonly number[]
  readonly hasChanged: boolean
  /** Its one suspect changes the score alone too: no chance. */
  readonly isProven: boolean
}

export interface Churn {
  /** By unit: the share of cases, 0 to 1, whose score changes when it is cut, for better or worse. */
  readonly units: readonly number[]
  /** By observation: who most likely changed the score; null where none did, or chance. */
  readonly mostLikely: readonly (number | null)[]
}

const ROUNDS = 60
/** Scores closer than this are the same. */
const SAME = 1e-9
/** What a text of its kind mostly decides counts as much as so many cases. */
const PRIOR_CASES = 20
/** Chance is blamed last: as if it had changed a tenth of one in a hundred cases. */
const CHANCE = { cases: 100, changed: 0.1 }

/**
 * How many answers each unit decides. Its worth cannot be larger than that, and where nothing changes this is known from far
 * fewer calls than a difference of means.
 *
 * A case that stays as it was clears every unit that was cut; one that changed is shared out among its suspects and chance,
 * since a model may answer differently to the same prompt (noisy-or, by expectation and maximization).
 *
 * @param priors by unit: the share of cases that a text of its kind mostly decides; few cases alone would clear a definition
 *   that only one case in thirty needs
 */
export function unitChurn(priors: readonly number[], observations: readonly ChurnObservation[]): Churn {
  const units = priors.length
  const exposures = [...priors.map(() => PRIOR_CASES), CHANCE.cases]
  const expected = [...priors.map((share) => share * PRIOR_CASES), CHANCE.changed]
  for (const { cut } of observations) for (const unit of [...cut, units]) exposures[unit] = (exposures[unit] ?? 0) + 1
  let churn: readonly number[] = new Array<number>(units + 1).fill(0.05)
  const shareOf = (unit: number, suspects: readonly number[]) => {
    const unchanged = suspects.reduce((product, one) => product * (1 - (churn[one] ?? 0)), 1 - (churn[units] ?? 0))
    return (churn[unit] ?? 0) / Math.max(1e-12, 1 - unchanged)
  }
  const changed = observations.filter(({ hasChanged }) => hasChanged)
  for (let round = 0; round < ROUNDS; round++) {
    const blame = [...expected]
    for (const { suspects, isProven } of changed)
      for (const unit of isProven ? suspects : [...suspects, units])
        blame[unit] = (blame[unit] ?? 0) + (isProven ? 1 : shareOf(unit, suspects))
    churn = blame.map((value, unit) => value / (exposures[unit] ?? 1))
  }
  const mostLikely = observations.map(({ suspects, hasChanged }) => {
    const [first] = hasChanged ? suspects.toSorted((a, b) => (churn[b] ?? 0) - (churn[a] ?? 0)) : []
    return first ?? null
  })
  return { units: churn.slice(0, units), mostLikely }
}

export function churnObservations(masks: readonly DeletionMask[], scores: readonly MaskScore[]): ChurnObservation[] {
  const whole = new Map<number, number>()
  for (const { maskIndex, caseIndex, score } of scores) if (maskIndex === null) whole.set(caseIndex, score)
  return scores.flatMap(({ maskIndex, caseIndex, score }): ChurnObservation[] => {
    const before = whole.get(caseIndex)
    const mask = maskIndex === null ? undefined : masks[maskIndex]
    if (!mask || before === undefined) return []
    const cut = mask.flatMap((isCut, unit) => (isCut ? [unit] : []))
    return [{ caseIndex, cut, suspects: cut, hasChanged: Math.abs(score - before) > SAME, isProven: false }]
  })
}

/** What is known once a unit was cut alone on a case: it did it, and nobody else, or it did not. */
export function withTestimony(
  observations: readonly ChurnObservation[],
  { unit, caseIndex, isGuilty }: { readonly unit: number; readonly caseIndex: number; readonly isGuilty: boolean },
): ChurnObservation[] {
  return observations.map((one) => {
    if (!one.hasChanged || one.isProven || one.caseIndex !== caseIndex || !one.suspects.includes(unit)) return one
    const suspects = isGuilty ? [unit] : one.suspects.filter((other) => other !== unit)
    return { ...one, suspects, isProven: isGuilty || one.isProven }
  })
}
