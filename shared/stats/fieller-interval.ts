import type { ClusterSum } from './cluster-sums.ts'
import { studentTQuantile } from './student-t.ts'

/**
 * Interval of a ratio of two sums by inverting t tests: a ratio r is refused when numerator − r · denominator is off zero.
 *
 * At r = 1 that is the paired t test, which stays below its level where costs have heavy tails; the bootstrap does not: of 30 cases
 * it finds one of two equally dear candidates cheaper in 6.5 % instead of 5 %.
 *
 * @param level two-sided
 * @returns null for fewer than two clusters, or where the denominators vary so much that no ratio can be refused from above
 * @see E. C. Fieller, J. R. Stat. Soc. B 16 (1954)
 */
export function fiellerInterval(
  sums: readonly ClusterSum[],
  level = 0.95,
): readonly [low: number, high: number] | null {
  const count = sums.length
  if (count < 2) return null
  let numerator = 0
  let denominator = 0
  for (const sum of sums) {
    numerator += sum.numerator / count
    denominator += sum.denominator / count
  }
  let ofNumerator = 0
  let ofDenominator = 0
  let together = 0
  let apart = 0
  for (const sum of sums) {
    ofNumerator += (sum.numerator - numerator) ** 2
    ofDenominator += (sum.denominator - denominator) ** 2
    together += (sum.numerator - numerator) * (sum.denominator - denominator)
    apart += (denominator * sum.numerator - numerator * sum.denominator) ** 2
  }
  const share = studentTQuantile((1 + level) / 2, count - 1) ** 2 / (count * (count - 1))
  const a = denominator ** 2 - share * ofDenominator
  const b = numerator * denominator - share * together
  // b² − ac, written so that nothing is lost where all ratios are nearly the same.
  const root = share * apart + share * share * (together * together - ofNumerator * ofDenominator)
  if (!(a > 0)) return null
  const half = Math.sqrt(Math.max(0, root))
  return [(b - half) / a, (b + half) / a]
}
