import type { LeverCurve } from '../../domain/savings.ts'
import { type AnswerGrid, outcomesOfOption } from './answer-grid.ts'
import { meanPoint, type PolicyPoint } from './assess-policies.ts'
import { type CostPoint, mixHull } from './mix-hull.ts'
import { eitherScore, oracleFrontier } from './oracle-frontier.ts'
import { signed } from './policy-quality.ts'

const PER = 1000
const MAX_BOUND_POINTS = 60

/** Quality against cost of a router or cascade: its curve out-of-fold, the mix that it must beat, the bound that nothing passes. */
export function policyCurve(
  grid: AnswerGrid,
  {
    title,
    name,
    curve,
    chosen,
    note,
  }: {
    readonly title: string
    readonly name: string
    readonly curve: readonly PolicyPoint[]
    readonly chosen: PolicyPoint
    readonly note: string
  },
): LeverCurve {
  const singles = grid.options.map((option, index) => ({
    ...toPoint(meanPoint(outcomesOfOption(grid, index))),
    label: option.label,
  }))
  return {
    title,
    xLabel: 'Cost of 1,000 calls',
    yLabel: 'Mean score',
    xUnit: 'usd',
    yUnit: 'ratio',
    series: [
      {
        name: 'Bound, not reachable',
        role: 'bound',
        points: thinned(oracleFrontier(grid)).map(toPoint),
      },
      { name: 'Random mix', role: 'reference', points: mixHull(singles.map(toMean)).map(toPoint) },
      { name, role: 'line', points: curve.toSorted((a, b) => a.cost - b.cost).map(withInterval) },
      { name: 'Models', role: 'points', points: singles },
      { name: 'As used', role: 'chosen', points: [withInterval(chosen)] },
    ],
    note,
  }
}

/** Whether it beats a die, said as it is. */
export function mixSentence({ aboveMix, aboveMixInterval: [low, high] }: PolicyPoint, name: string): string {
  const by = `${signed(aboveMix)} points against a random mix of the same cost (${signed(low)} to ${signed(high)})`
  if (low > 0) return `${name} beats chance: ${by}.`
  if (high < 0) return `${name} is worse than chance: ${by}. Do not use it.`
  return `${name} is not shown to beat chance: ${by}. A die in its place would do about as well for the same money.`
}

/** What the options do by themselves, and together at best. */
export function optionsSentence(grid: AnswerGrid): string {
  const scores = grid.options.map(
    ({ label }, index) => `${label} ${percent(meanPoint(outcomesOfOption(grid, index)).score)}`,
  )
  return `${scores.join(', ')}; at least one of them right: ${percent(eitherScore(grid))}.`
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function toPoint({ cost, score }: CostPoint): { x: number; y: number } {
  return { x: cost * PER, y: score }
}

function toMean({ x, y }: { readonly x: number; readonly y: number }): CostPoint {
  return { cost: x / PER, score: y }
}

function withInterval({ cost, score, scoreInterval: [low, high] }: PolicyPoint) {
  return { x: cost * PER, y: score, low, high }
}

function thinned(points: readonly CostPoint[]): readonly CostPoint[] {
  const step = Math.max(1, Math.ceil(points.length / MAX_BOUND_POINTS))
  return points.filter((_, index) => index % step === 0 || index === points.length - 1)
}
