import { normalDensity, normalDistribution } from './normal.ts'

/**
 * How far |z| must reach at each of equally spaced looks so that all looks together keep the two-sided level.
 *
 * Strict at first (4.05 at the first of four), nearly the plain 1.96 at the last. For a one-sided test at 5 % ask for α = 0.1.
 *
 * @param looks 1 to 20
 * @see P. C. O'Brien and T. R. Fleming, Biometrics 35 (1979); computed by recursive integration (Armitage et al., 1969)
 */
export function obrienFleming(looks: number, alpha = 0.05): readonly number[] {
  if (!(Number.isInteger(looks) && looks >= 1 && looks <= 20)) throw new RangeError(`Cannot plan ${looks} looks.`)
  let low = 1
  let high = 6
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if (crossing(boundaryOf(middle, looks)) > alpha) low = middle
    else high = middle
  }
  return boundaryOf((low + high) / 2, looks)
}

function boundaryOf(constant: number, looks: number): readonly number[] {
  return Array.from({ length: looks }, (_, look) => constant * Math.sqrt(looks / (look + 1)))
}

const STEPS = 100

/** Chance that a random walk leaves the band at any of the looks. */
function crossing(boundary: readonly number[]): number {
  // The walk is z·√look, so that each look adds an independent standard normal step.
  let points = [0]
  let weights = [1]
  let left = 0
  boundary.forEach((limit, look) => {
    const edge = limit * Math.sqrt(look + 1)
    points.forEach((point, index) => {
      left += (weights[index] as number) * (normalDistribution(point - edge) + normalDistribution(-edge - point))
    })
    if (look === boundary.length - 1) return
    const width = (2 * edge) / STEPS
    const next = Array.from({ length: STEPS + 1 }, (_, place) => -edge + place * width)
    const spread = next.map((to, place) => {
      const density = points.reduce(
        (sum, from, index) => sum + (weights[index] as number) * normalDensity(to - from),
        0,
      )
      return (density * width * simpson(place)) / 3
    })
    points = next
    weights = spread
  })
  return left
}

function simpson(place: number): number {
  if (place === 0 || place === STEPS) return 1
  return place % 2 === 1 ? 4 : 2
}
