import { type BootstrapOptions, intervalOfDraws, ratioOf, resample } from './cluster-bootstrap.ts'
import { clusterSums } from './cluster-sums.ts'
import { fiellerInterval } from './fieller-interval.ts'
import { groupUnits } from './group-units.ts'

export interface CostRatio {
  /** Σ cost of the candidate / Σ cost of the baseline, on the same cases. */
  readonly ratio: number
  /** Null for fewer than two clusters. */
  readonly interval: readonly [low: number, high: number] | null
  /** Share of the candidate's cost that its dearest tenth of cases makes: near 1, the ratio hangs on a few cases. */
  readonly topTenthShare: number
  /** Resamples in which the candidate is both cheaper and not worse than the margin; null for fewer than two clusters. */
  readonly jointShare: number | null
}

/**
 * What the candidate costs as a share of the baseline, drawn together with the scores: the cases that cost much may be
 * those that score badly.
 *
 * @param given.baseline, given.candidate cost per case, same order and unit
 * @param given.differences score differences, candidate − baseline, of the same cases
 * @returns null without cases, or where the baseline cost nothing
 */
export function costRatio(
  given: {
    readonly baseline: readonly number[]
    readonly candidate: readonly number[]
    readonly differences: readonly number[]
    readonly margin: number
    readonly clusters?: readonly (string | number)[] | undefined
  },
  options: BootstrapOptions,
): CostRatio | null {
  const { baseline, candidate, differences } = given
  if (baseline.length !== candidate.length || baseline.length !== differences.length) {
    throw new RangeError(
      `${baseline.length} and ${candidate.length} costs and ${differences.length} scores do not pair up.`,
    )
  }
  const costs = clusterSums(candidate, given.clusters, baseline)
  const ratio = ratioOf(costs)
  if (ratio === null) return null
  const topTenthShare = topShareOf(candidate)
  if (costs.length < 2) return { ratio, interval: null, topTenthShare, jointShare: null }
  const scores = clusterSums(differences, given.clusters)
  const [units = costs, scoreUnits = scores] = groupUnits([costs, scores], options.random)
  const draws = resample([units, scoreUnits], options.random, options.resamples ?? 10_000)
  const [costDraws = new Float64Array(), scoreDraws = new Float64Array()] = draws
  const both = costDraws.reduce(
    (count, cost, draw) => count + (cost < 1 && (scoreDraws[draw] ?? 0) > -given.margin ? 1 : 0),
    0,
  )
  const level = options.level ?? 0.95
  const drawn = intervalOfDraws({ sums: units, estimate: ratio, draws: costDraws, level })
  const interval = widened(drawn.interval, fiellerInterval(costs, level))
  return { ratio, interval, topTenthShare, jointShare: both / costDraws.length }
}

/** Where a few cases make nearly all of the cost, the same cost is never left out. */
function widened(
  [low, high]: readonly [number, number],
  other: readonly [number, number] | null,
): readonly [number, number] {
  if (other === null) return [Math.min(low, 1), Math.max(high, 1)]
  return [Math.max(0, Math.min(low, other[0])), Math.max(high, other[1])]
}

function topShareOf(costs: readonly number[]): number {
  const sorted = [...costs].sort((a, b) => b - a)
  const total = sorted.reduce((sum, cost) => sum + cost, 0)
  const top = sorted.slice(0, Math.ceil(sorted.length / 10)).reduce((sum, cost) => sum + cost, 0)
  return total === 0 ? 0 : top / total
}
