/**
 * Quantile of Student's t distribution: 2.262 for 0.975 with 9 degrees of freedom.
 *
 * Good to nine digits. Found by bisection of the distribution function, so that there is one formula to trust.
 *
 * @param probability between 0 and 1, both excluded
 * @param degrees degrees of freedom, more than 0; need not be whole
 */
export function studentTQuantile(probability: number, degrees: number): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`${probability} is not between 0 and 1.`)
  if (!(degrees > 0)) throw new RangeError(`There is no t distribution with ${degrees} degrees of freedom.`)
  if (probability === 0.5) return 0
  if (probability < 0.5) return -studentTQuantile(1 - probability, degrees)
  let low = 0
  let high = 1
  while (studentTDistribution(high, degrees) < probability) {
    low = high
    high *= 2
  }
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (studentTDistribution(middle, degrees) < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Probability that a t-distributed number is at most `t`. */
export function studentTDistribution(t: number, degrees: number): number {
  const tail = incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2
  return t > 0 ? 1 - tail : tail
}

/** Regularized incomplete beta function I_x(a, b), by Lentz's continued fraction. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  // The fraction converges fast only on this side of the mean.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a
  const tiny = 1e-300
  let numerator = 1
  let denominator = 1 / (1 - ((a + b) * x) / (a + 1) || tiny)
  let fraction = denominator
  for (let m = 1; m < 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    denominator = 1 / (1 + even * denominator || tiny)
    numerator = 1 + even / numerator || tiny
    fraction *= numerator * denominator
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    denominator = 1 / (1 + odd * denominator || tiny)
    numerator = 1 + odd / numerator || tiny
    const step = numerator * denominator
    fraction *= step
    if (Math.abs(step - 1) < 1e-15) break
  }
  return front * fraction
}

/** Natural logarithm of the gamma function for x > 0: Stirling's series after shifting x above 10. */
export function logGamma(x: number): number {
  let shift = 0
  let z = x
  while (z < 10) {
    shift += Math.log(z)
    z += 1
  }
  const inverse = 1 / (z * z)
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / z
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift
}
