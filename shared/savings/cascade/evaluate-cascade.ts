import { quantile, quantileOfSorted } from '../../stats/quantile.ts'
import { type AnswerGrid, meanOf, outcomesOfOption } from '../paired/answer-grid.ts'
import {
  type AgainstReference,
  againstReference,
  assessPolicies,
  meanPoint,
  type PolicyPoint,
} from '../paired/assess-policies.ts'
import { chooseSetting } from '../paired/choose-setting.ts'
import { kFolds } from '../paired/k-folds.ts'
import type { EvaluationOptions } from '../routing/evaluate-router.ts'
import type { AnswerCheck } from './answer-check.ts'
import { type CascadeOutcome, type CascadeRule, cascadeOutcome, type TierAnswer, tierAnswers } from './run-cascade.ts'
import type { Validator } from './validators.ts'

export interface CascadeEvaluation {
  readonly validatorId: string
  readonly label: string
  readonly looksAt: string
  readonly tiers: readonly number[]
  /** Out-of-fold, by price of cost, the dearest first. */
  readonly curve: readonly PolicyPoint[]
  /** Thresholds chosen by the training cases of each fold, judged on the others. */
  readonly chosen: PolicyPoint
  readonly against: AgainstReference
  /** By case, the score at the chosen thresholds, out-of-fold. */
  readonly scores: readonly number[]
  readonly optimism: number
  /** By tier and case: how often, over the repeats, the tier was asked. */
  readonly asked: readonly Float64Array[]
  /** Share of cases that go past the first tier, at the chosen thresholds. */
  readonly escalation: number
  /** Above it a two-tier cascade costs more than its last tier alone: 1 − c₁ ÷ c₂, checks included. */
  readonly escalationLimit: number
  /** Added up over the tiers that were asked; null where a latency is unknown. */
  readonly latency: { readonly p50Ms: number; readonly p95Ms: number } | null
  readonly rule: CascadeRule
}

/** Quantiles of the trust that are tried as thresholds; of each of two thresholds twenty. */
const STEPS = 20

/**
 * What a cascade is worth, every case judged by thresholds (and a check) that were chosen without it.
 * Pauses between folds.
 *
 * @param tiers places of two or three options, the cheapest first
 * @returns null where the validator cannot look at these answers, or there are too few cases
 */
export function* evaluateCascade(
  grid: AnswerGrid,
  tiers: readonly number[],
  validator: Validator,
  options: EvaluationOptions,
): Generator<undefined, CascadeEvaluation | null> {
  const { cases } = grid
  if (cases.length < validator.fewestCases || tiers.length < 2) return null
  const learners = tiers.slice(0, -1).map((option) => validator.prepare(grid, option))
  if (learners.some((learner) => learner === null)) return null
  const learn = (train: readonly number[]) => learners.flatMap((learner) => (learner ? [learner(train)] : []))
  const { folds = 5, repeats = 2, margin, seed, reference } = options
  const all = cases.map((_, index) => index)
  const prices = pricesOf(grid, tiers)
  const sums = Array.from({ length: prices.length + 1 }, () => ({
    scores: new Array<number>(cases.length).fill(0),
    costs: new Array<number>(cases.length).fill(0),
  }))
  const kept: CascadeOutcome[] = []
  const asked = tiers.map(() => new Float64Array(cases.length))
  let inSample = 0
  for (let repeat = 0; repeat < repeats; repeat++) {
    const foldOf = kFolds(cases, folds, `${seed}:${repeat}`)
    for (let fold = 0; fold < folds; fold++) {
      yield
      const train = all.filter((index) => foldOf[index] !== fold)
      const tried = tryThresholds(innerAnswers({ grid, tiers, learn, train, folds, seed }))
      const score = meanOf(train.map((index) => reference.scores[index] ?? 0))
      const picks = [
        ...prices.map((price) => bestAt(tried, price)),
        tried[chooseSetting(tried, { score, margin })] ?? bestAt(tried, 0),
      ]
      inSample += (picks.at(-1)?.score ?? 0) / (folds * repeats)
      const checks = learn(train)
      for (const index of all) {
        if (foldOf[index] !== fold) continue
        const answers = answersOf(grid, tiers, checks, index)
        for (const [place, { thresholds }] of picks.entries()) {
          const outcome = cascadeOutcome(answers, thresholds)
          const sum = sums[place]
          if (!sum) continue
          sum.scores[index] = (sum.scores[index] ?? 0) + outcome.score / repeats
          sum.costs[index] = (sum.costs[index] ?? 0) + outcome.cost / repeats
          if (place < prices.length) continue
          kept.push(outcome)
          for (const tier of asked.slice(0, outcome.tier + 1)) tier[index] = (tier[index] ?? 0) + 1 / repeats
        }
      }
    }
  }
  yield
  const points = assessPolicies(grid, sums, { seed })
  yield
  const chosen = points.at(-1)
  const policy = sums.at(-1)
  if (!chosen || !policy) return null
  const whole = tryThresholds(innerAnswers({ grid, tiers, learn, train: all, folds, seed }))
  const final = whole[chooseSetting(whole, { score: meanOf(reference.scores), margin })]
  return {
    validatorId: validator.id,
    label: validator.label,
    looksAt: validator.looksAt,
    tiers,
    curve: points.slice(0, -1),
    chosen,
    against: againstReference(grid, policy, options),
    scores: policy.scores,
    optimism: inSample - chosen.score,
    asked,
    escalation: kept.filter(({ tier }) => tier > 0).length / kept.length,
    escalationLimit: limitOf(grid, tiers, learn(all)),
    latency: latencyOf(kept),
    rule: {
      tiers,
      steps: learn(all).map((check, tier) => ({
        check,
        threshold: final?.thresholds[tier] ?? Number.POSITIVE_INFINITY,
      })),
    },
  }
}

interface Tried {
  readonly thresholds: readonly number[]
  readonly score: number
  readonly cost: number
}

/** Of the training cases, each seen by a check that was learnt from the others of them. */
function innerAnswers(given: {
  readonly grid: AnswerGrid
  readonly tiers: readonly number[]
  readonly learn: (train: readonly number[]) => readonly AnswerCheck[]
  readonly train: readonly number[]
  readonly folds: number
  readonly seed: string
}): readonly (readonly TierAnswer[])[] {
  const { grid, tiers, learn, train, folds, seed } = given
  const members = train.flatMap((index) => grid.cases[index] ?? [])
  const foldOf = kFolds(members, folds, `${seed}:inner`)
  const checks = Array.from({ length: folds }, (_, fold) => learn(train.filter((__, place) => foldOf[place] !== fold)))
  return train.map((index, place) => answersOf(grid, tiers, checks[foldOf[place] ?? 0] ?? [], index))
}

function answersOf(
  grid: AnswerGrid,
  tiers: readonly number[],
  checks: readonly AnswerCheck[],
  index: number,
): readonly TierAnswer[] {
  const one = grid.cases[index]
  return one ? tierAnswers(one, tiers, checks) : []
}

/** Every combination of quantiles of the trust, with what it gives on these cases. */
function tryThresholds(answers: readonly (readonly TierAnswer[])[]): readonly Tried[] {
  const tiers = answers[0]?.length ?? 0
  const candidates = Array.from({ length: Math.max(0, tiers - 1) }, (_, tier) => {
    const trusts = Float64Array.from(answers, (row) => row[tier]?.trust ?? 0)
      .filter((trust) => Number.isFinite(trust))
      .sort()
    const values = Array.from({ length: STEPS + 1 }, (__, step) => quantileOfSorted(trusts, step / STEPS) ?? 0)
    return [...new Set(values), Number.POSITIVE_INFINITY]
  })
  const combinations = candidates.reduce<readonly (readonly number[])[]>(
    (before, values) => before.flatMap((thresholds) => values.map((value) => [...thresholds, value])),
    [[]],
  )
  return combinations.map((thresholds) => {
    let score = 0
    let cost = 0
    for (const row of answers) {
      const outcome = cascadeOutcome(row, thresholds)
      score += outcome.score
      cost += outcome.cost
    }
    return { thresholds, score: score / answers.length, cost: cost / answers.length }
  })
}

function bestAt(tried: readonly Tried[], price: number): Tried {
  const [first, ...rest] = tried
  if (!first) throw new RangeError('There are no thresholds to choose from.')
  return rest.reduce((best, one) => (one.score - price * one.cost > best.score - price * best.cost ? one : best), first)
}

/** Around what a step to the last tier brings on average, in both directions. */
function pricesOf(grid: AnswerGrid, tiers: readonly number[]): readonly number[] {
  const first = meanPoint(outcomesOfOption(grid, tiers[0] ?? 0))
  const last = meanPoint(outcomesOfOption(grid, tiers.at(-1) ?? 0))
  const slope = Math.abs(last.score - first.score) / Math.max(last.cost - first.cost, Number.EPSILON)
  const around = Array.from({ length: 17 }, (_, step) => slope * 2 ** ((step - 8) / 2))
  return [0, ...around, slope * 1000]
}

function limitOf(grid: AnswerGrid, tiers: readonly number[], checks: readonly AnswerCheck[]): number {
  const rows = grid.cases.map((one) => tierAnswers(one, tiers, checks))
  const first = meanOf(rows.map((row) => row[0]?.cost ?? 0))
  const last = meanOf(rows.map((row) => row.at(-1)?.cost ?? 0))
  return last === 0 ? 0 : 1 - first / last
}

function latencyOf(outcomes: readonly CascadeOutcome[]): CascadeEvaluation['latency'] {
  const known = outcomes.flatMap(({ latencyMs }) => (latencyMs === null ? [] : [latencyMs]))
  const p50Ms = quantile(known, 0.5)
  const p95Ms = quantile(known, 0.95)
  return known.length < outcomes.length || p50Ms === null || p95Ms === null ? null : { p50Ms, p95Ms }
}
