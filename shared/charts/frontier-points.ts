import { splitModelId } from '../domain/ids.ts'
import type { ColumnOfRun, ColumnSummary } from '../domain/results.ts'
import { paretoFront } from '../stats/pareto-front.ts'
import { kneeOf } from '../stats/rank-by-knee.ts'
import { type FrontierAxis, frontierAxes } from './frontier-axis.ts'

/** A variant on a model as a point: quality (a fraction, up is better) against what the axis measures (less is better). */
export interface FrontierPoint {
  readonly variantId: string
  readonly modelId: string
  /** In full: "B Shorter · openai/gpt-5.4-mini". */
  readonly label: string
  /** What stands beside the point: "B · gpt-5.4-mini", or "B Shorter" where there is one model only. */
  readonly shortLabel: string
  readonly variantLabel: string
  readonly quality: number
  readonly qualityLow: number
  readonly qualityHigh: number
  readonly x: number
  readonly xLow: number
  readonly xHigh: number
  readonly scored: number
  /** True when the quality is a plain share of passes; else it is the mean score. */
  readonly isPassRate: boolean
  readonly isOnFront: boolean
  /** Where the front bends: less costs much quality, more buys little. At most one point is. */
  readonly isKnee: boolean
  readonly isSimulation: boolean
}

/**
 * The columns that have both a quality and a figure on the axis; the others are named so that the chart can say what is missing.
 *
 * Quality is the mean score, as in the Pareto front of markFront; without weights and partial scores that is the pass rate.
 */
export function frontierPoints(
  columns: readonly ColumnSummary[],
  axis: FrontierAxis = frontierAxes.cost,
): {
  readonly points: readonly FrontierPoint[]
  readonly missing: readonly string[]
} {
  const points: Omit<FrontierPoint, 'isOnFront' | 'isKnee'>[] = []
  const missing: string[] = []
  const hasOneModel = new Set(columns.map((column) => column.modelId)).size === 1
  for (const column of columns) {
    const name = columnName(column)
    const label = hasOneModel ? name : `${name} · ${column.modelId}`
    const { meanScore: quality, meanScoreInterval } = column
    const figure = axis.figureOf(column)
    if (quality === null || figure === null) {
      missing.push(`${label}: ${quality === null ? 'nothing scored' : axis.missing}`)
      continue
    }
    points.push({
      variantId: column.variantId,
      modelId: column.modelId,
      label,
      shortLabel: hasOneModel ? cut(name) : `${column.variantLabel} · ${cut(splitModelId(column.modelId).modelName)}`,
      variantLabel: column.variantLabel,
      quality,
      qualityLow: meanScoreInterval?.low ?? quality,
      qualityHigh: meanScoreInterval?.high ?? quality,
      x: figure.value,
      xLow: figure.interval?.low ?? figure.value,
      xHigh: figure.interval?.high ?? figure.value,
      scored: column.scored,
      isPassRate: column.passRate !== null && Math.abs(column.passRate - quality) < 1e-9,
      isSimulation: column.isSimulation,
    })
  }
  const standings = points.map((point) => ({ point, quality: point.quality, cost: point.x }))
  const front = paretoFront(standings)
  const knee = kneeOf(standings)?.point
  return {
    points: points.map((point, index) => ({ ...point, isOnFront: front[index] === true, isKnee: point === knee })),
    missing,
  }
}

/**
 * What is less than the baseline's and not worse by more than the margin; null where there is nothing to hold against it.
 *
 * @param margin as a fraction of the quality; null = the project has none
 */
export function frontierRegion(
  points: readonly FrontierPoint[],
  { baseline, margin }: { readonly baseline: ColumnOfRun | undefined; readonly margin: number | null },
): { readonly x: number; readonly leastQuality: number } | null {
  const point = points.find(
    ({ variantId, modelId }) => variantId === baseline?.variantId && modelId === baseline.modelId,
  )
  return point && margin !== null && points.length > 1 ? { x: point.x, leastQuality: point.quality - margin } : null
}

export function columnName(column: Pick<ColumnSummary, 'variantLabel' | 'variantName'>): string {
  return column.variantName === '' ? column.variantLabel : `${column.variantLabel} ${column.variantName}`
}

const MAX_LABEL_CHARACTERS = 26

function cut(text: string): string {
  return text.length <= MAX_LABEL_CHARACTERS ? text : `${text.slice(0, MAX_LABEL_CHARACTERS - 1)}…`
}
