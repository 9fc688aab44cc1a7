import { splitModelId } from '../domain/ids.ts'
import { nanoToUsd } from '../domain/money.ts'
import type { ColumnSummary } from '../domain/results.ts'

/** A variant on a model as a point: quality (a fraction, up is better) against USD per 1,000 calls. */
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
  readonly costUsd: number
  readonly costLowUsd: number
  readonly costHighUsd: number
  readonly scored: number
  /** True when the quality is a plain share of passes; else it is the mean score. */
  readonly isPassRate: boolean
  readonly isOnFront: boolean
  readonly isSimulation: boolean
}

/**
 * The columns that have both a quality and a price; the others are named so that the chart can say what is missing.
 *
 * Quality is the mean score, as in the Pareto front of markFront; without weights and partial scores that is the pass rate.
 */
export function frontierPoints(columns: readonly ColumnSummary[]): {
  readonly points: readonly FrontierPoint[]
  readonly missing: readonly string[]
} {
  const points: FrontierPoint[] = []
  const missing: string[] = []
  const hasOneModel = new Set(columns.map((column) => column.modelId)).size === 1
  for (const column of columns) {
    const name = columnName(column)
    const label = hasOneModel ? name : `${name} · ${column.modelId}`
    const { meanScore: quality, meanScoreInterval, costPer1000NanoUsd, costPer1000Interval } = column
    if (quality === null || costPer1000NanoUsd === null) {
      missing.push(`${label}: ${quality === null ? 'nothing scored' : 'unpriced'}`)
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
      costUsd: nanoToUsd(costPer1000NanoUsd),
      costLowUsd: nanoToUsd(costPer1000Interval?.low ?? costPer1000NanoUsd),
      costHighUsd: nanoToUsd(costPer1000Interval?.high ?? costPer1000NanoUsd),
      scored: column.scored,
      isPassRate: column.passRate !== null && Math.abs(column.passRate - quality) < 1e-9,
      isOnFront: column.isOnFront === true,
      isSimulation: column.isSimulation,
    })
  }
  return { points, missing }
}

export function columnName(column: Pick<ColumnSummary, 'variantLabel' | 'variantName'>): string {
  return column.variantName === '' ? column.variantLabel : `${column.variantLabel} ${column.variantName}`
}

const MAX_LABEL_CHARACTERS = 26

function cut(text: string): string {
  return text.length <= MAX_LABEL_CHARACTERS ? text : `${text.slice(0, MAX_LABEL_CHARACTERS - 1)}…`
}
