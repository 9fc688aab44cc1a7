/**
 * Confidence interval of a pass rate, by Wilson's score method.
 *
 * Chosen over the plain p ± z·√(p(1−p)/n) because runs are small and often pass every case; there
 * the plain interval has zero width, and a gate would trust three passes as much as three hundred.
 *
 * @param passed cases that passed; cases that errored count in neither argument
 * @param total  cases scored; a fraction stands for an effective number of cases
 * @param z      standard normal quantile; 1.96 gives a 95 % interval
 * @returns bounds as fractions (0–1) that enclose passed / total; [0, 1] when total is 0
 * @throws RangeError unless 0 ≤ passed ≤ total
 * @see E. B. Wilson, J. Am. Stat. Assoc. 22 (1927), 209–212
 */
export function wilsonInterval(passed: number, total: number, z = 1.96): readonly [low: number, high: number] {
  if (!(passed >= 0 && passed <= total)) throw new RangeError(`Cannot have ${passed} passes of ${total}.`)
  if (total === 0) return [0, 1]
  const rate = passed / total
  const z2 = z * z
  const middle = rate + z2 / (2 * total)
  const half = z * Math.sqrt((rate * (1 - rate)) / total + z2 / (4 * total * total))
  const scale = 1 + z2 / total
  // Rounding can push a bound a hair past the rate that it must enclose.
  return [Math.max(0, Math.min(rate, (middle - half) / scale)), Math.min(1, Math.max(rate, (middle + half) / scale))]
}
