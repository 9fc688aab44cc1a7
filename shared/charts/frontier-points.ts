import { nanoToUsd } from '../domain/money.ts'
import type { ColumnSummary } from '../domain/results.ts'

/** A variant on a model as a point: quality (a fraction, up is better) against USD per 1,000 calls. */
export interface FrontierPoint {
  readonly variantId: string
  readonly modelId: string
  readonly label: string
  readonly variantLabel: string
  readonly quality: number
  readonly qualityLow: number
  readonly qualityHigh: number
  readonly costUsd: number
  readonly costLowUsd: number
  readonly costHighUsd: number
  readonly scored: number
  readonly isOnFront: boolean
  readonly isSimulation: boolean
}

/** The columns that have both a quality and a price; the others are named so that the chart can say what is missing. */
export function frontierPoints(columns: readonly ColumnSummary[]): {
  readonly points: readonly FrontierPoint[]
  readonly missing: readonly string[]
} {
  const points: FrontierPoint[] = []
  const missing: string[] = []
  const modelCount = new Set(columns.map((column) => column.modelId)).size
  for (const column of columns) {
    const label = modelCount === 1 ? columnName(column) : `${columnName(column)} · ${column.modelId}`
    const { passRate: quality, passRateInterval, costPer1000NanoUsd, costPer1000Interval } = column
    if (quality === null || costPer1000NanoUsd === null) {
      missing.push(`${label}: ${quality === null ? 'nothing scored' : 'unpriced'}`)
      continue
    }
    points.push({
      variantId: column.variantId,
      modelId: column.modelId,
      label,
      variantLabel: column.variantLabel,
      quality,
      qualityLow: passRateInterval?.low ?? quality,
      qualityHigh: passRateInterval?.high ?? quality,
      costUsd: nanoToUsd(costPer1000NanoUsd),
      costLowUsd: nanoToUsd(costPer1000Interval?.low ?? costPer1000NanoUsd),
      costHighUsd: nanoToUsd(costPer1000Interval?.high ?? costPer1000NanoUsd),
      scored: column.scored,
      isOnFront: column.isOnFront === true,
      isSimulation: column.isSimulation,
    })
  }
  return { points, missing }
}

export function columnName(column: Pick<ColumnSummary, 'variantLabel' | 'variantName'>): string {
  return column.variantName === '' ? column.variantLabel : `${column.variantLabel} ${column.variantName}`
}
