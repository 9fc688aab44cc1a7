/**
 * Highest failure rate that cases without a single failure leave open: about 3/n at 95 % ("rule of three").
 *
 * @param cases all passed
 * @returns 1 for no cases
 */
export function zeroFailureBound(cases: number, alpha = 0.05): number {
  return cases === 0 ? 1 : 1 - alpha ** (1 / cases)
}

/** How many cases it takes until their largest value is an upper bound of a quantile: 59 for 0.95, 299 for 0.99. */
export function casesForMaximum(quantile: number, alpha = 0.05): number {
  return Math.ceil(Math.log(alpha) / Math.log(quantile) - 1e-9)
}
