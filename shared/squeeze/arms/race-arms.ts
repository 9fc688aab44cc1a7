import { type EProcess, type EProcessClaim, eProcessStart, eProcessStep } from '../../stats/e-process.ts'
import { halvingCases, halvingRounds } from '../../stats/successive-halving.ts'
import type { CaseResult } from '../squeeze-ports.ts'

export interface RaceArm {
  readonly id: string
  /** By case; null = the call failed for good. */
  readonly results: ReadonlyMap<number, CaseResult | null>
}

/** Where an arm stands beside the baseline, on the cases that both answered. */
export interface ArmStanding {
  readonly id: string
  readonly n: number
  readonly meanScore: number | null
  /** Mean paired difference of the scores; null = no common case yet. */
  readonly difference: number | null
  readonly standardError: number | null
  readonly costRatio: number | null
  readonly whyDropped: string | null
}

export interface RacePlan {
  readonly baseline: RaceArm
  readonly arms: readonly RaceArm[]
  /** In the one order that all arms take them; fixed before any was seen. */
  readonly caseOrder: readonly number[]
  /** Calls that the whole race may make, the baseline's included. */
  readonly maxCalls: number
  /** Cases of the first round, at least. */
  readonly firstCases?: number
  readonly margin: number
  /** Evidence at which an arm is given up. */
  readonly futility?: number
  /** Answers what is not answered yet, in all arms; false = the work was stopped. */
  readonly evaluate: (arms: readonly RaceArm[], caseIndexes: readonly number[]) => Promise<boolean>
  readonly onRound: (standings: readonly ArmStanding[]) => void
}

/**
 * Successive halving over paired cases: every round gives the arms that are left new cases, gives up those that are worse by
 * more than the margin (betting test, valid at any time), and drops the worse half of the rest. It selects; it proves nothing.
 */
export async function raceArms(plan: RacePlan): Promise<readonly ArmStanding[]> {
  const { baseline, arms, caseOrder, firstCases = 10 } = plan
  const whyDropped = new Map<string, string>()
  const rounds = halvingRounds(arms.length)
  let left = plan.maxCalls
  let upTo = 0
  for (let round = 0; ; round++) {
    const alive = arms.filter(({ id }) => !whyDropped.has(id))
    const [last] = alive
    if (!last || (alive.length === 1 && isSettled(plan, last, caseOrder.slice(0, upTo)))) break
    const contestants = alive.length + 1
    const isFinal = round >= rounds - 1
    const share = halvingCases({ budget: plan.maxCalls, survivors: contestants, rounds })
    // Two that are left are looked at in steps, since either may be settled before the cases run out.
    const wanted = isFinal ? (alive.length === 1 ? firstCases : left) : Math.max(round === 0 ? firstCases : 1, share)
    const next = caseOrder.slice(upTo, upTo + Math.min(wanted, Math.floor(left / contestants)))
    if (next.length === 0) break
    upTo += next.length
    left -= next.length * contestants
    const goesOn = await plan.evaluate([baseline, ...alive], next)
    const seen = caseOrder.slice(0, upTo)
    giveUpHopeless(plan, alive, seen, whyDropped)
    if (!isFinal && goesOn) dropWorseHalf(plan, whyDropped, seen)
    plan.onRound(standingsOf(plan, whyDropped))
    if (!goesOn) break
  }
  return standingsOf(plan, whyDropped)
}

function giveUpHopeless(
  plan: RacePlan,
  alive: readonly RaceArm[],
  seen: readonly number[],
  why: Map<string, string>,
): void {
  const { baseline, margin, futility = 20 } = plan
  for (const arm of alive) {
    const n = pairsOf(baseline, arm, seen).length
    if (evidenceOf(baseline, arm, { caseOrder: seen, margin, claim: 'worse' }) >= futility)
      why.set(arm.id, `Worse by more than ${points(margin)} points (betting test, ${n} cases).`)
    const broken = brokenCritical(baseline, arm, seen)
    if (broken !== null) why.set(arm.id, `Fails the critical assertion "${broken}" where the original passes.`)
  }
}

/** A critical assertion that one arm passes and the other fails on some case; null = none. */
export function brokenCritical(baseline: RaceArm, arm: RaceArm, seen: readonly number[]): string | null {
  for (const pair of pairsOf(baseline, arm, seen))
    for (const [key, hasPassed] of pair.baseline.critical)
      if (hasPassed && pair.arm.critical.get(key) === false) return key
  return null
}

/** Not worse, at half the usual level, since the hold-out decides in the end. */
function isSettled({ baseline, margin }: RacePlan, arm: RaceArm, seen: readonly number[]): boolean {
  return evidenceOf(baseline, arm, { caseOrder: seen, margin, claim: 'not-worse' }) >= 40
}

/** The most evidence for a claim that the cases gave so far, in their order. */
export function evidenceOf(
  baseline: RaceArm,
  arm: RaceArm,
  {
    caseOrder,
    margin,
    claim,
  }: { readonly caseOrder: readonly number[]; readonly margin: number; readonly claim: EProcessClaim },
): number {
  let process: EProcess = eProcessStart
  let most = 1
  for (const { difference } of pairsOf(baseline, arm, caseOrder)) {
    process = eProcessStep(process, difference, { margin, claim })
    most = Math.max(most, process.wealth)
  }
  return most
}

export interface Pair {
  readonly caseIndex: number
  readonly difference: number
  readonly baseline: CaseResult
  readonly arm: CaseResult
}

/** The cases that both answered; one that failed for either says nothing. */
export function pairsOf(baseline: RaceArm, arm: RaceArm, caseOrder: readonly number[]): Pair[] {
  return caseOrder.flatMap((caseIndex) => {
    const [a, b] = [baseline.results.get(caseIndex), arm.results.get(caseIndex)]
    return a && b ? [{ caseIndex, difference: b.score - a.score, baseline: a, arm: b }] : []
  })
}

export function standingOf(
  baseline: RaceArm,
  arm: RaceArm,
  caseOrder: readonly number[],
): Omit<ArmStanding, 'whyDropped'> {
  const pairs = pairsOf(baseline, arm, caseOrder)
  const n = pairs.length
  const empty = { id: arm.id, n, meanScore: null, difference: null, standardError: null, costRatio: null }
  if (n === 0) return empty
  const difference = pairs.reduce((sum, pair) => sum + pair.difference, 0) / n
  // One case's worth of doubt besides what was seen: ten equal answers do not mean that the eleventh is.
  const squares = pairs.reduce((sum, pair) => sum + (pair.difference - difference) ** 2, 0) + 0.25
  const before = pairs.reduce((sum, pair) => sum + costOf(pair.baseline), 0)
  const after = pairs.reduce((sum, pair) => sum + costOf(pair.arm), 0)
  return {
    id: arm.id,
    n,
    meanScore: pairs.reduce((sum, pair) => sum + pair.arm.score, 0) / n,
    difference,
    standardError: Math.sqrt(squares / n / n),
    costRatio: before > 0 ? after / before : null,
  }
}

/** Unpriced models are compared by tokens; an output token counts as four, as at most providers. */
export function costOf({ costNanoUsd, promptTokens, outputTokens }: CaseResult): number {
  return costNanoUsd ?? promptTokens + 4 * outputTokens
}

function standingsOf({ baseline, arms, caseOrder }: RacePlan, whyDropped: ReadonlyMap<string, string>): ArmStanding[] {
  return arms.map((arm) => ({
    ...standingOf(baseline, arm, caseOrder),
    whyDropped: whyDropped.get(arm.id) ?? null,
  }))
}

function dropWorseHalf(plan: RacePlan, whyDropped: Map<string, string>, seen: readonly number[]): void {
  const alive = plan.arms.filter(({ id }) => !whyDropped.has(id)).map((arm) => standingOf(plan.baseline, arm, seen))
  const ranked = alive.toSorted((a, b) => compareStandings(a, b, plan.margin))
  for (const [rank, { id, n }] of ranked.entries()) {
    if (rank >= Math.ceil(ranked.length / 2))
      whyDropped.set(id, `In the worse half after ${n} cases (score first, then cost).`)
  }
}

type Comparable = Pick<ArmStanding, 'difference' | 'standardError' | 'costRatio' | 'id'>

/** Who falls short of the margin by less comes first; among those that do not, who costs less. */
export function compareStandings(a: Comparable, b: Comparable, margin: number): number {
  const byShortfall = shortfall(a, margin) - shortfall(b, margin)
  if (Math.abs(byShortfall) > 1e-9) return byShortfall
  const byCost = (a.costRatio ?? Number.POSITIVE_INFINITY) - (b.costRatio ?? Number.POSITIVE_INFINITY)
  return byCost || (a.id < b.id ? -1 : 1)
}

/** Beyond the margin and half a standard error: a single lost case of ten is no reason yet. */
function shortfall({ difference, standardError }: Comparable, margin: number): number {
  if (difference === null) return 1
  return Math.max(0, -difference - margin - (standardError ?? 0) / 2)
}

function points(fraction: number): string {
  return String(Math.round(fraction * 1000) / 10)
}
