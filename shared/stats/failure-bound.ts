import { binomialProbability } from './binomial.ts'

/**
 * Highest failure rate that so many failures leave open, one-sided: exact (Clopper–Pearson).
 *
 * @returns 1 for no cases or nothing but failures
 */
export function failureBound(failures: number, cases: number, alpha = 0.05): number {
  if (failures >= cases) return 1
  if (failures === 0) return 1 - alpha ** (1 / cases)
  let low = failures / cases
  let high = 1
  for (let step = 0; step < 50; step++) {
    const rate = (low + high) / 2
    let reached = 0
    for (let count = 0; count <= failures; count++) reached += binomialProbability(count, cases, rate)
    if (reached > alpha) low = rate
    else high = rate
  }
  return high
}

/** How many cases it takes until their largest value is an upper bound of a quantile: 59 for 0.95, 299 for 0.99. */
export function casesForMaximum(quantile: number, alpha = 0.05): number {
  return Math.ceil(Math.log(alpha) / Math.log(quantile) - 1e-9)
}
