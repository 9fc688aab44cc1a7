import { type AnswerGrid, type GridCase, meanOf } from './answer-grid.ts'
import { type CostPoint, mixHull } from './mix-hull.ts'

/**
 * The most that any choice between the options could reach at each price, if it knew every answer's score beforehand.
 *
 * Each case is bought up the hull of its own options, the steepest steps of all cases first. With one trial it is inflated by
 * noise: a bound, not something to reach.
 *
 * @returns corners by rising cost: mean cost and mean score per case
 */
export function oracleFrontier(grid: AnswerGrid): readonly CostPoint[] {
  const count = grid.cases.length
  if (count === 0) return []
  let cost = 0
  let score = 0
  const steps: { cost: number; score: number }[] = []
  for (const one of grid.cases) {
    const hull = mixHull(one.answers)
    hull.forEach((corner, index) => {
      const before = hull[index - 1]
      if (before) steps.push({ cost: corner.cost - before.cost, score: corner.score - before.score })
      else {
        cost += corner.cost
        score += corner.score
      }
    })
  }
  steps.sort((a, b) => b.score * a.cost - a.score * b.cost)
  const corners: CostPoint[] = [{ cost: cost / count, score: score / count }]
  for (const step of steps) {
    cost += step.cost
    score += step.score
    corners.push({ cost: cost / count, score: score / count })
  }
  return corners
}

/** Share of the best possible score that any option reaches: with pass or fail, "at least one is right". */
export function eitherScore(grid: AnswerGrid): number {
  return meanOf(grid.cases.map(({ answers }) => Math.max(...answers.map(({ score }) => score))))
}

/**
 * The oracle that chooses by the first half of the trials and is judged by the rest: what repeats, without the luck.
 *
 * @returns null unless every answer has at least two trials
 */
export function splitTrialOracle(grid: AnswerGrid): CostPoint | null {
  const points = grid.cases.map(pointOfSplit)
  if (points.length === 0 || points.some((point) => point === null)) return null
  const known = points.filter((point) => point !== null)
  return { cost: meanOf(known.map(({ cost }) => cost)), score: meanOf(known.map(({ score }) => score)) }
}

function pointOfSplit({ answers }: GridCase): CostPoint | null {
  const trials = Math.min(...answers.map((answer) => answer.trials.length))
  if (!Number.isFinite(trials) || trials < 2) return null
  const half = Math.floor(trials / 2)
  const halves = answers.map((answer) => ({
    seen: meanOf(answer.trials.slice(0, half).map(({ score }) => score)),
    score: meanOf(answer.trials.slice(half).map(({ score }) => score)),
    cost: meanOf(answer.trials.slice(half).map(({ cost }) => cost)),
    price: answer.cost,
  }))
  return halves.toSorted((a, b) => b.seen - a.seen || a.price - b.price)[0] ?? null
}
