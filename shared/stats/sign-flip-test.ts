import type { Random } from './seeded-random.ts'

export interface SignFlipResult {
  readonly twoSided: number
  /** For "the differences are positive". */
  readonly positive: number
  readonly isExact: boolean
}

const EXACT_UNITS = 20

/**
 * Tests whether differences are centred on zero, by flipping their signs: right for graded scores and repeats, where
 * counting wins and losses is not.
 *
 * All 2^m flips are tried for at most 20 differences that are not zero, else 10,000 random ones.
 *
 * @param differences one per independent unit: a case, or the mean of a cluster of cases
 */
export function signFlipTest(
  differences: readonly number[],
  options: { readonly random: Random; readonly flips?: number },
): SignFlipResult {
  const values = Float64Array.from(differences.filter((value) => value !== 0))
  if (values.length === 0) return { twoSided: 1, positive: 1, isExact: true }
  return values.length <= EXACT_UNITS ? everyFlip(values) : randomFlips(values, options.random, options.flips ?? 10_000)
}

function everyFlip(values: Float64Array): SignFlipResult {
  const signed = Float64Array.from(values)
  const observed = sumOf(values)
  const slack = slackOf(values)
  let sum = observed
  let positive = 0
  let either = 0
  const total = 2 ** values.length
  for (let flip = 1; flip <= total; flip++) {
    if (sum >= observed - slack) positive++
    if (Math.abs(sum) >= Math.abs(observed) - slack) either++
    // Gray code: one sign changes from each flip to the next.
    const place = 31 - Math.clz32(flip & -flip)
    if (place >= values.length) break
    const value = signed[place] ?? 0
    sum -= 2 * value
    signed[place] = -value
  }
  return { twoSided: either / total, positive: positive / total, isExact: true }
}

function randomFlips(values: Float64Array, random: Random, flips: number): SignFlipResult {
  const observed = sumOf(values)
  const slack = slackOf(values)
  let positive = 0
  let either = 0
  for (let flip = 0; flip < flips; flip++) {
    let sum = 0
    for (const value of values) sum += random() < 0.5 ? value : -value
    if (sum >= observed - slack) positive++
    if (Math.abs(sum) >= Math.abs(observed) - slack) either++
  }
  // The data as they are count as one flip: a p-value of zero would claim more than was tried.
  return { twoSided: (1 + either) / (flips + 1), positive: (1 + positive) / (flips + 1), isExact: false }
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** Equal sums differ in their last digits by the order of adding. */
function slackOf(values: Float64Array): number {
  return 1e-12 * values.reduce((sum, value) => sum + Math.abs(value), 0)
}
