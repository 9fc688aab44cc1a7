import { binomialProbability } from './binomial.ts'

/**
 * Which of so many sorted values, counted from 1, lies above a quantile with confidence 1 − alpha: the smallest j with
 * P(Bin(n, q) ≤ j − 1) ≥ 1 − alpha; null where none does.
 *
 * @see H. A. David and H. N. Nagaraja, Order Statistics (2003), 7.1
 */
export function boundingRank(count: number, quantile: number, alpha: number): number | null {
  let below = 0
  for (let rank = 1; rank <= count; rank++) {
    below += binomialProbability(rank - 1, count, quantile)
    if (below >= 1 - alpha) return rank
  }
  return null
}
