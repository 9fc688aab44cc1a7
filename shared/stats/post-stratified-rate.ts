import { normalQuantile } from './normal.ts'

/** What a judge said of many items, and humans of some of them, drawn at random within the stratum. */
export interface JudgedStratum {
  /** Items that the judge put here. */
  readonly items: number
  readonly labels: number
  /** Of the labels: how many humans passed. */
  readonly passed: number
}

export interface PostStratifiedRate {
  readonly rate: number
  readonly interval: readonly [low: number, high: number]
}

/**
 * The pass rate that humans would have found: in each stratum the share that they passed, weighted by how often the judge chose it.
 *
 * This is the prediction-powered mean for labels that were drawn evenly by what the judge said, and not in proportion to it: the plain
 * one would then be off by the lopsided draw. Variances add one pass and one fail, so that a few equal labels are no certainty.
 *
 * @returns null without items, or where a stratum that has items has fewer than two labels
 * @see A. Angelopoulos et al., Science 382 (2023); A. Fisch et al., Stratified prediction-powered inference (2024)
 */
export function postStratifiedRate(strata: readonly JudgedStratum[], level = 0.95): PostStratifiedRate | null {
  const used = strata.filter(({ items }) => items > 0)
  const total = used.reduce((sum, { items }) => sum + items, 0)
  if (total === 0 || used.some(({ labels }) => labels < 2)) return null
  const rates = used.map(({ labels, passed }) => passed / labels)
  const shares = used.map(({ items }) => items / total)
  const rate = rates.reduce((sum, value, index) => sum + value * (shares[index] ?? 0), 0)
  let variance = 0
  for (const [index, { labels, passed }] of used.entries()) {
    const share = shares[index] ?? 0
    const smoothed = (passed + 1) / (labels + 2)
    variance += (share ** 2 * smoothed * (1 - smoothed)) / labels
    variance += (share * ((rates[index] ?? 0) - rate) ** 2) / total
  }
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance)
  return { rate, interval: [Math.max(0, rate - half), Math.min(1, rate + half)] }
}
