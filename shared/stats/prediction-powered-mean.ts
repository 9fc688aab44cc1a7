import { normalQuantile } from './normal.ts'

export interface PredictionPoweredMean {
  readonly mean: number
  readonly interval: readonly [low: number, high: number]
}

/**
 * Mean as humans would have given it, from a judge's many scores and the humans' few: the judge's mean, moved by how far it is off
 * where both scored.
 *
 * @param judged every judge score of items without a label
 * @param labelled items that both scored
 * @returns null with nothing judged or fewer than two labels
 * @see A. Angelopoulos et al., Science 382 (2023)
 */
export function predictionPoweredMean(
  judged: readonly number[],
  labelled: readonly { readonly judge: number; readonly human: number }[],
  level = 0.95,
): PredictionPoweredMean | null {
  if (judged.length < 2 || labelled.length < 2) return null
  const all = momentsOf(judged)
  const correction = momentsOf(labelled.map((item) => item.human - item.judge))
  const mean = all.mean + correction.mean
  const error = Math.sqrt(all.variance / judged.length + correction.variance / labelled.length)
  const half = normalQuantile((1 + level) / 2) * error
  return { mean, interval: [mean - half, mean + half] }
}

function momentsOf(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) }
}
