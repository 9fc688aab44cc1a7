import { clusterBootstrap, resample } from '../../stats/cluster-bootstrap.ts'
import { clusterSums } from '../../stats/cluster-sums.ts'
import { costRatio } from '../../stats/cost-ratio.ts'
import { groupUnits } from '../../stats/group-units.ts'
import { type NonInferiority, nonInferiority } from '../../stats/non-inferiority.ts'
import { quantileOfSorted } from '../../stats/quantile.ts'
import { seededRandom } from '../../stats/seeded-random.ts'
import { type AnswerGrid, meanOf, type Outcomes, outcomesOfOption } from './answer-grid.ts'
import { type CostPoint, mixedScore, mixHull } from './mix-hull.ts'

type Bounds = readonly [low: number, high: number]

/** One point of a curve, with 95 % intervals over cases. */
export interface PolicyPoint extends CostPoint {
  readonly scoreInterval: Bounds
  readonly costInterval: Bounds
  /** Score above what random mixing gives for the same money; negative = a die does better. */
  readonly aboveMix: number
  readonly aboveMixInterval: Bounds
}

/**
 * Scores and costs of policies beside random mixing: the same cases are drawn for the policy and for the options that are mixed,
 * so that the interval is that of the difference.
 */
export function assessPolicies(
  grid: AnswerGrid,
  policies: readonly Outcomes[],
  { seed, resamples = 500 }: { readonly seed: string; readonly resamples?: number },
): readonly PolicyPoint[] {
  if (grid.cases.length === 0) return []
  const clusters = grid.cases.map(({ cluster }) => cluster)
  const columns = [...grid.options.map((_, option) => outcomesOfOption(grid, option)), ...policies]
  const sums = columns.flatMap(({ scores, costs }) => [clusterSums(scores, clusters), clusterSums(costs, clusters)])
  const random = seededRandom(seed)
  const draws = resample(groupUnits(sums, random), random, resamples)
  const hull = mixHull(grid.options.map((_, option) => meanPoint(columns[option])))
  const hulls = Array.from({ length: resamples }, (_, sample) =>
    mixHull(
      grid.options.map((_option, option) => ({
        score: draws[2 * option]?.[sample] ?? 0,
        cost: draws[2 * option + 1]?.[sample] ?? 0,
      })),
    ),
  )
  return policies.map((policy, index) => {
    const at = 2 * (grid.options.length + index)
    const scores = draws[at] ?? new Float64Array()
    const costs = draws[at + 1] ?? new Float64Array()
    const gains = scores.map((score, sample) => score - mixFrom(hulls[sample] ?? [], costs[sample] ?? 0))
    const point = meanPoint(policy)
    return {
      ...point,
      scoreInterval: boundsOf(scores),
      costInterval: boundsOf(costs),
      aboveMix: point.score - mixFrom(hull, point.cost),
      aboveMixInterval: boundsOf(gains),
    }
  })
}

/** How a policy stands against the option that is used today. */
export interface AgainstReference {
  readonly quality: NonInferiority | null
  /** Cost of the policy ÷ cost of the reference; null where the reference cost nothing. */
  readonly costRatio: number | null
  readonly costRatioInterval: Bounds | null
  /** Mean saving per case with its 95 % interval; negative = it costs more. */
  readonly saving: number
  readonly savingInterval: Bounds | null
}

export function againstReference(
  grid: AnswerGrid,
  policy: Outcomes,
  {
    reference,
    margin,
    alpha,
    seed,
  }: {
    readonly reference: Outcomes
    readonly margin: number
    readonly alpha: number
    readonly seed: string
  },
): AgainstReference {
  const clusters = grid.cases.map(({ cluster }) => cluster)
  const differences = policy.scores.map((score, index) => score - (reference.scores[index] ?? Number.NaN))
  const savings = policy.costs.map((cost, index) => (reference.costs[index] ?? Number.NaN) - cost)
  const random = seededRandom(seed)
  const options = { random, resamples: 2000 }
  const ratio = costRatio(
    { baseline: reference.costs, candidate: policy.costs, differences, margin, clusters },
    options,
  )
  return {
    quality: nonInferiority(differences, { ...options, margin, alpha, clusters }),
    costRatio: ratio?.ratio ?? null,
    costRatioInterval: ratio?.interval ?? null,
    saving: meanOf(savings),
    savingInterval: clusterBootstrap(clusterSums(savings, clusters), options)?.interval ?? null,
  }
}

export function meanPoint(outcomes: Outcomes | undefined): CostPoint {
  return { score: meanOf(outcomes?.scores ?? []), cost: meanOf(outcomes?.costs ?? []) }
}

/** A policy that is cheaper than every option is held against the cheapest one. */
function mixFrom(hull: readonly CostPoint[], cost: number): number {
  return mixedScore(hull, Math.max(cost, hull[0]?.cost ?? 0))
}

function boundsOf(draws: Float64Array): Bounds {
  const sorted = draws.filter((value) => Number.isFinite(value)).sort()
  return [quantileOfSorted(sorted, 0.025) ?? Number.NaN, quantileOfSorted(sorted, 0.975) ?? Number.NaN]
}
