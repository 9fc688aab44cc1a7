import { quantileOfSorted } from '../../stats/quantile.ts'
import { type AnswerGrid, answerOf, type Outcomes } from '../paired/answer-grid.ts'
import {
  type AgainstReference,
  againstReference,
  assessPolicies,
  meanPoint,
  type PolicyPoint,
} from '../paired/assess-policies.ts'
import { chooseSetting } from '../paired/choose-setting.ts'
import { kFolds } from '../paired/k-folds.ts'
import type { CostPoint } from '../paired/mix-hull.ts'
import { type LearntRouter, type Router, worthOf } from './router.ts'
import { largest, type RoutingRule } from './routing-rule.ts'

export interface RouterEvaluation {
  readonly routerId: string
  readonly label: string
  readonly looksAt: string
  /** Out-of-fold points by price of cost, from the dearest choice to the cheapest. */
  readonly curve: readonly PolicyPoint[]
  /** The setting that each fold chose by its own training cases, judged on the others. */
  readonly chosen: PolicyPoint
  readonly against: AgainstReference
  /** Score of the chosen setting on the cases that it was learnt from, less that on others: what looking twice would add. */
  readonly optimism: number
  /** By option and case: how often, over the repeats, the chosen setting sent the case there. */
  readonly shares: readonly Float64Array[]
  /** Learnt from all cases at the price chosen on all of them: what is exported. */
  readonly rule: RoutingRule
}

export interface EvaluationOptions {
  readonly reference: Outcomes
  readonly margin: number
  readonly alpha: number
  readonly seed: string
  readonly folds?: number
  readonly repeats?: number
}

type Learn = (train: readonly number[]) => LearntRouter

/**
 * What a router is worth, every case judged by a rule that has not seen it: folds × repeats, and the price of cost chosen in folds
 * within the training cases. Pauses between folds.
 *
 * @returns null where the router cannot look at these cases, or there are too few
 */
export function* evaluateRouter(
  grid: AnswerGrid,
  router: Router,
  options: EvaluationOptions,
): Generator<undefined, RouterEvaluation | null> {
  const { cases } = grid
  if (cases.length < router.fewestCases) return null
  const learn = router.prepare(cases)
  if (learn === null) return null
  const { folds = 5, repeats = 2, margin, seed } = options
  const all = cases.map((_, index) => index)
  yield
  const whole = learn(all)
  // What is slow to look at is looked at here, in slices.
  for (const index of all) {
    if (index % 10 === 0) yield
    whole.expect(index)
  }
  const prices = pricesOf(all, whole)
  const sums = Array.from({ length: prices.length + 1 }, () => emptySums(cases.length))
  const shares = grid.options.map(() => new Float64Array(cases.length))
  let inSample = 0
  for (let repeat = 0; repeat < repeats; repeat++) {
    const foldOf = kFolds(cases, folds, `${seed}:${repeat}`)
    for (let fold = 0; fold < folds; fold++) {
      yield
      const train = all.filter((index) => foldOf[index] !== fold)
      const test = all.filter((index) => foldOf[index] === fold)
      const learnt = learn(train)
      const chosen = prices[yield* choosePrice({ grid, learn, train, prices, margin, options, folds })] ?? 0
      inSample += meanPoint(outcomesAt(grid, learnt, train, chosen)).score * (test.length / cases.length)
      for (const index of test) {
        const expected = learnt.expect(index)
        for (const [place, price] of [...prices, chosen].entries()) {
          const option = choiceAt(expected, price)
          const answer = answerOf(must(cases[index]), option)
          const sum = sums[place]
          if (!sum) continue
          sum.scores[index] = (sum.scores[index] ?? 0) + answer.score / repeats
          sum.costs[index] = (sum.costs[index] ?? 0) + answer.cost / repeats
          const share = shares[option]
          if (place === prices.length && share) share[index] = (share[index] ?? 0) + 1 / repeats
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
  const price = prices[yield* choosePrice({ grid, learn, train: all, prices, margin, options, folds })] ?? 0
  return {
    routerId: router.id,
    label: router.label,
    looksAt: router.looksAt,
    curve: points.slice(0, -1),
    chosen,
    against: againstReference(grid, policy, options),
    optimism: inSample / repeats - chosen.score,
    shares,
    rule: whole.rule(price),
  }
}

/**
 * Prices at which choices change: quantiles of what each step to a dearer option is expected to bring, and shares of the largest,
 * since rules of a few bins have but a few such steps.
 */
function pricesOf(all: readonly number[], learnt: LearntRouter): readonly number[] {
  const slopes: number[] = []
  for (const index of all) {
    const expected = learnt.expect(index)
    for (const from of expected) {
      for (const to of expected) {
        const slope = (to.score - from.score) / (to.cost - from.cost)
        if (to.cost > from.cost && slope > 0 && Number.isFinite(slope)) slopes.push(slope)
      }
    }
  }
  const sorted = Float64Array.from(slopes).sort()
  const quantiles = Array.from({ length: 15 }, (_, step) => quantileOfSorted(sorted, step / 14) ?? 0)
  const most = sorted.at(-1) ?? 0
  const shares = [2, 4, 8, 16, 32, 64].map((part) => most / part)
  return [...new Set([0, ...quantiles, ...shares, 2 * most])].sort((a, b) => a - b)
}

/** By folds within the training cases alone. */
function* choosePrice(given: {
  readonly grid: AnswerGrid
  readonly learn: Learn
  readonly train: readonly number[]
  readonly prices: readonly number[]
  readonly margin: number
  readonly options: EvaluationOptions
  readonly folds: number
}): Generator<undefined, number> {
  const { grid, learn, train, prices, margin, options, folds } = given
  const members = train.map((index) => must(grid.cases[index]))
  const foldOf = kFolds(members, folds, `${options.seed}:inner`)
  const totals = prices.map(() => ({ score: 0, cost: 0 }))
  for (let fold = 0; fold < folds; fold++) {
    yield
    const inner = train.filter((_, place) => foldOf[place] !== fold)
    const learnt = learn(inner)
    for (const [place, index] of train.entries()) {
      if (foldOf[place] !== fold) continue
      const expected = learnt.expect(index)
      for (const [step, price] of prices.entries()) {
        const answer = answerOf(must(grid.cases[index]), choiceAt(expected, price))
        const total = totals[step]
        if (!total) continue
        total.score += answer.score
        total.cost += answer.cost
      }
    }
  }
  const points: CostPoint[] = totals.map(({ score, cost }) => ({
    score: score / train.length,
    cost: cost / train.length,
  }))
  const score = train.reduce((sum, index) => sum + (options.reference.scores[index] ?? 0), 0) / train.length
  return chooseSetting(points, { score, margin })
}

function outcomesAt(grid: AnswerGrid, learnt: LearntRouter, members: readonly number[], price: number): Outcomes {
  const answers = members.map((index) => answerOf(must(grid.cases[index]), choiceAt(learnt.expect(index), price)))
  return { scores: answers.map(({ score }) => score), costs: answers.map(({ cost }) => cost) }
}

function choiceAt(expected: ReturnType<LearntRouter['expect']>, price: number): number {
  return largest(expected.map((option) => worthOf(option, price)))
}

function emptySums(count: number): { readonly scores: number[]; readonly costs: number[] } {
  return { scores: new Array<number>(count).fill(0), costs: new Array<number>(count).fill(0) }
}

/** Places come from the cases themselves. */
function must<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('A fold names a case that is not there.')
  return value
}
