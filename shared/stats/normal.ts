/** Quantile of the standard normal distribution: 1.644854 for 0.95. Good to twelve digits between 1e-12 and 1 − 1e-12. */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`${probability} is not between 0 and 1.`)
  if (probability === 0.5) return 0
  // In the lower half the tail keeps its digits, and Newton's steps from 0 never overshoot.
  const tail = Math.min(probability, 1 - probability)
  let x = 0
  for (let step = 0; step < 100; step++) {
    const move = (normalDistribution(x) - tail) / normalDensity(x)
    x -= move
    if (Math.abs(move) < 1e-14 * Math.max(1, Math.abs(x))) break
  }
  return probability < 0.5 ? x : -x
}

/** Probability that a standard normal number is at most `x`. */
export function normalDistribution(x: number): number {
  if (x > 0) return 1 - normalDistribution(-x)
  return x > -5 ? 0.5 + normalDensity(x) * oddSeries(x) : normalDensity(x) / tailFraction(-x)
}

export function normalDensity(x: number): number {
  return Math.exp(-x * x * 0.5) / Math.sqrt(2 * Math.PI)
}

/** x + x³/3 + x⁵/(3·5) + …: the distribution function's distance from ½, over the density. */
function oddSeries(x: number): number {
  let term = x
  let sum = x
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd
    sum += term
  }
  return sum
}

/** Laplace's continued fraction of the tail, for x of 5 and more. */
function tailFraction(x: number): number {
  let fraction = x
  for (let k = 60; k > 0; k--) fraction = x + k / fraction
  return fraction
}
