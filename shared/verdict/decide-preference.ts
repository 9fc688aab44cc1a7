import type { ChoiceAgreement, Preference, PreferredCase } from '../domain/comparison.ts'
import type { CaseId } from '../domain/ids.ts'
import type { CasePart, Caveat } from '../domain/verdict.ts'
import { clusterSums } from '../stats/cluster-sums.ts'
import { cohenKappa } from '../stats/cohen-kappa.ts'
import { mcnemarMidP } from '../stats/mcnemar-mid-p.ts'
import { nonInferiority } from '../stats/non-inferiority.ts'
import { seededRandom } from '../stats/seeded-random.ts'
import { signFlipTest } from '../stats/sign-flip-test.ts'
import { fewestLabels, isKappaEnough } from './calibrate-judge.ts'
import { fewestProvingCases, looksUntilWorn } from './decide-verdict.ts'
import { preferenceSentence } from './preference-sentence.ts'

/** What was chosen between the two answers to a case: its repeats averaged. */
export interface CasePreference {
  readonly caseId: CaseId
  readonly position: number
  readonly row: number
  readonly cluster: string
  /** Of the candidate, −1 to 1. */
  readonly preference: number
  readonly isSame: boolean
  /** Pairs that were asked in both orders, and those of them where the order changed nothing. */
  readonly asked: number
  readonly consistent: number
  readonly reason: string
}

export interface PreferenceInput {
  readonly cases: readonly CasePreference[]
  /** Cases with two answers that were not compared; which ones is chance, since cases are taken in a random order. */
  readonly open: number
  readonly names: {
    /** As the subject of a sentence: "sandbox/large", "You", "People". */
    readonly chooser: string
    readonly baseline: string
    readonly candidate: string
  }
  readonly alpha: number
  readonly part: CasePart
  /** Which look at the hold-out this is, from 1. */
  readonly look: number
  readonly isSimulation: boolean
  /** Null where people chose; else how far the judge agrees with people on the same pairs. */
  readonly judge: { readonly agreement: ChoiceAgreement | null } | null
  readonly seed: string
}

const MAX_LISTED = 200
const MAX_DRAWS = 4_000_000
/** The interval does not depend on it. */
const ANY_MARGIN = 0.03

/**
 * Which of two columns is preferred: wins, losses and ties, the interval of their difference by the verdict's own methods, and a sign
 * test of no preference.
 */
export function decidePreference(input: PreferenceInput): Preference {
  const { cases, open, alpha, seed } = input
  const differences = cases.map(({ preference }) => preference)
  const clusters = cases.map(({ cluster }) => cluster)
  const resamples = Math.max(1000, Math.min(10_000, Math.floor(MAX_DRAWS / Math.max(1, cases.length))))
  const random = seededRandom(seed)
  const found = nonInferiority(differences, { margin: ANY_MARGIN, alpha, clusters, random, resamples })
  const wins = differences.filter((value) => value > 0).length
  const losses = differences.filter((value) => value < 0).length
  const asked = cases.reduce((sum, each) => sum + each.asked, 0)
  const { pValue, test } = signTest(differences, clusters, seed)
  const caveats = caveatsOf(input)
  const interval = found === null ? null : { low: found.interval[0], high: found.interval[1] }
  const preference = {
    cases: cases.length,
    wins,
    losses,
    ties: cases.length - wins - losses,
    same: cases.filter(({ isSame }) => isSame).length,
    open,
    net: cases.length === 0 ? null : differences.reduce((sum, value) => sum + value, 0) / cases.length,
    netInterval: interval,
    pValue,
    test,
    alpha,
    consistency: asked === 0 ? null : cases.reduce((sum, each) => sum + each.consistent, 0) / asked,
    isProven: cases.length > 0 && caveats.length === 0,
    caveats,
    listed: listedOf(cases),
  }
  return { ...preference, sentence: preferenceSentence(preference, input.names, input.part) }
}

/** How far two choosers agree on the pairs that both chose between. */
export function choiceAgreement(
  about: Pick<ChoiceAgreement, 'with' | 'kind'>,
  pairs: readonly (readonly [one: number, other: number])[],
): ChoiceAgreement {
  const place = (preference: number) => (preference > 0 ? 0 : preference < 0 ? 2 : 1)
  const table = [0, 1, 2].map((row) =>
    [0, 1, 2].map((column) => pairs.filter(([one, other]) => place(one) === row && place(other) === column).length),
  )
  const { value, interval } = cohenKappa(table, { weights: 'linear' })
  return {
    ...about,
    pairs: pairs.length,
    agreed: table.reduce((sum, row, index) => sum + (row[index] ?? 0), 0),
    kappa: value,
    kappaInterval: interval === null ? null : { low: interval[0], high: interval[1] },
  }
}

function signTest(differences: readonly number[], clusters: readonly string[], seed: string) {
  if (differences.length === 0) return { pValue: null, test: '' }
  const sums = clusterSums(differences, clusters)
  const isPlain = sums.length === differences.length && differences.every((value) => Number.isInteger(value))
  if (isPlain) {
    const losses = differences.filter((value) => value < 0).length
    const wins = differences.filter((value) => value > 0).length
    return { pValue: mcnemarMidP(losses, wins).twoSided, test: 'sign test, mid-p' }
  }
  const flips = Math.max(1000, Math.min(10_000, Math.floor(MAX_DRAWS / sums.length)))
  const random = seededRandom(`${seed} flips`)
  const { twoSided } = signFlipTest(
    sums.map(({ numerator }) => numerator),
    { random, flips },
  )
  return { pValue: twoSided, test: 'sign flips of cases' }
}

function caveatsOf({ cases, part, look, isSimulation, judge }: PreferenceInput): Caveat[] {
  const caveats: Caveat[] = []
  if (part !== 'hold-out') caveats.push('not-hold-out')
  else if (look > looksUntilWorn) caveats.push('worn-hold-out')
  if (cases.length < fewestProvingCases) caveats.push('few-cases')
  if (judge !== null && !isBorneOut(judge.agreement)) caveats.push('judge-not-calibrated')
  if (isSimulation) caveats.push('simulation')
  return caveats
}

/** The bar of a judge's labels holds for pairs as well. */
function isBorneOut(agreement: ChoiceAgreement | null): boolean {
  if (agreement === null || agreement.pairs < fewestLabels) return false
  const { kappa, kappaInterval } = agreement
  return isKappaEnough(kappa, kappaInterval)
}

function listedOf(cases: readonly CasePreference[]): PreferredCase[] {
  return cases
    .filter(({ preference }) => preference !== 0)
    .toSorted((a, b) => a.preference - b.preference || a.position - b.position)
    .slice(0, MAX_LISTED)
    .map(({ caseId, position, row, preference, reason }) => ({ caseId, position, row, preference, reason }))
}
