import { normalDistribution } from '../../stats/normal.ts'
import type { Answers } from '../answers.ts'
import type { FlowArm } from './flow-arm.ts'
import { type ArmStanding, pairsOf, standingOf } from './race-arms.ts'

export interface HopePlan {
  readonly baseline: FlowArm
  /** Development cases, in the order that all arms take them. */
  readonly order: readonly number[]
  readonly margin: number
  /** How much score an arm may take, 0 to 1, by what its edits were measured at. */
  readonly likelyLoss: (arm: FlowArm) => number
  readonly answers: Answers
}

/** How much of the margin may be used up on the development cases: the hold-out mostly shows some more. */
const DEVELOPMENT_SHARE = 0.75
/** Standard errors that count against an arm: who changes few answers may lose more of them. */
const DOUBT_SHARE = 1
/** What is known of a case before any version was asked about it: it would change in a twentieth of two. */
const PRIOR_CHANGED = 0.1
const PRIOR_VERSIONS = 2
/** Variance that a case brings in which the score may change, for each change to be expected; and what is always in doubt. */
const SPREAD = 0.15
const DOUBT = 0.05

/** Whether an arm that answered all cases holds the quality, with some doubt against it. */
export function holds(
  { difference, standardError }: Pick<ArmStanding, 'difference' | 'standardError'>,
  margin: number,
): boolean {
  return difference !== null && difference - (standardError ?? 0) * DOUBT_SHARE >= -margin * DEVELOPMENT_SHARE
}

/** How easily each case changes: the share of the versions asked so far that got another score on it than the original. */
export function caseTendencies({ baseline, order, answers }: HopePlan): ReadonlyMap<number, number> {
  const changes = answers.changesFrom(baseline.messages)
  return new Map(
    order.map((index) => {
      const { changed, versions } = changes.get(index) ?? { changed: 0, versions: 0 }
      return [index, (changed + PRIOR_CHANGED) / (versions + PRIOR_VERSIONS)]
    }),
  )
}

/** What an arm has not answered yet; first the cases that other versions changed, so that a few tell who loses too much. */
export function openCases(
  { order, answers }: HopePlan,
  arm: FlowArm,
  tendencies: ReadonlyMap<number, number>,
): number[] {
  const known = answers.of(arm.messages)
  return order
    .filter((index) => !known.has(index))
    .toSorted((a, b) => (tendencies.get(b) ?? 0) - (tendencies.get(a) ?? 0))
}

/**
 * How likely an arm is to hold once it has answered all cases, 0 to 1. What it has not answered yet is foretold by how easily
 * each case changes, at the rate at which this arm lost where it answered (a ratio estimate), and by what its edits were
 * measured at, which counts as much as one change.
 */
export function hopeOf(plan: HopePlan, arm: FlowArm, tendencies: ReadonlyMap<number, number>): number {
  const { order, margin, answers, likelyLoss, baseline } = plan
  const pairs = pairsOf(
    { id: '', results: answers.of(baseline.messages) },
    { id: '', results: answers.of(arm.messages) },
    order,
  )
  const asked = new Set(pairs.map(({ caseIndex }) => caseIndex))
  const sumOf = (indexes: readonly number[]) => indexes.reduce((sum, index) => sum + (tendencies.get(index) ?? 0), 0)
  const [whole, open] = [sumOf(order), sumOf(order.filter((index) => !asked.has(index)))]
  if (whole === 0) return 0
  const own = pairs.reduce((sum, { difference }) => sum + difference, 0)
  const rate = (likelyLoss(arm) * (order.length / whole) - own) / (1 + whole - open)
  const total = own - rate * open
  const squares = pairs.reduce((sum, { difference }) => sum + difference ** 2, 0.25) + Math.max(0, rate) * open * 0.5
  const room = margin * DEVELOPMENT_SHARE * order.length - DOUBT_SHARE * Math.sqrt(squares)
  return normalDistribution((total + room) / Math.sqrt(DOUBT + Math.max(0, open) * SPREAD))
}

export function armStanding({ baseline, order, answers }: HopePlan, arm: FlowArm): Omit<ArmStanding, 'whyDropped'> {
  const race = ({ id, messages }: FlowArm) => ({ id, results: answers.of(messages) })
  return standingOf(race(baseline), race(arm), order)
}
