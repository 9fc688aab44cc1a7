import { boundingRank } from '../../stats/bounding-rank.ts'
import { casesForMaximum, failureBound } from '../../stats/failure-bound.ts'

export interface OutputCap {
  readonly maxOutputTokens: number
  /** Too few lengths for the quantile: twice the longest, and no promise. */
  readonly isThin: boolean
  /** Lengths that it takes until the longest one bounds the quantile. */
  readonly neededLengths: number
  /** Share of the recorded answers that it would have cut, and the highest that they leave open. */
  readonly cutShare: number
  readonly cutBound: number
}

/** Room above the bound, because a cap that cuts an answer loses all that it cost. */
const ROOM = 1.2

/**
 * An output cap that cuts at most one answer in a hundred, from recorded lengths.
 *
 * ⌈1.2 · x₍ⱼ₎⌉, x₍ⱼ₎ the smallest order statistic that lies above the 0.99 quantile with 95 % confidence: the smallest j with
 * P(Bin(n, q) ≤ j − 1) ≥ 0.95. It exists from 299 lengths on.
 *
 * @param lengths output tokens of whole answers, reasoning included
 * @returns null without lengths
 * @see H. A. David and H. N. Nagaraja, Order Statistics (2003), 7.1
 */
export function outputCap(
  lengths: readonly number[],
  { quantile = 0.99, alpha = 0.05 }: { readonly quantile?: number; readonly alpha?: number } = {},
): OutputCap | null {
  if (lengths.length === 0) return null
  const sorted = lengths.toSorted((a, b) => a - b)
  const rank = boundingRank(sorted.length, quantile, alpha)
  const longest = sorted.at(-1) ?? 0
  const maxOutputTokens = Math.max(1, Math.ceil(rank === null ? 2 * longest : ROOM * (sorted[rank - 1] ?? longest)))
  const cut = sorted.filter((length) => length > maxOutputTokens).length
  return {
    maxOutputTokens,
    isThin: rank === null,
    neededLengths: casesForMaximum(quantile, alpha),
    cutShare: cut / sorted.length,
    cutBound: failureBound(cut, sorted.length, alpha),
  }
}
