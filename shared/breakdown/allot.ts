/**
 * Shares a whole number out in proportion to weights, in whole numbers that add up to it exactly: rounded down, and what is
 * left goes to the largest remainders (Hamilton's method).
 *
 * @param total  an integer, 0 or more
 * @param weights 0 or more each; when all are 0 the first gets everything
 */
export function allot(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  if (sum === 0) return weights.map((_, index) => (index === 0 ? total : 0))
  const exact = weights.map((weight) => (total / sum) * weight)
  const shares = exact.map((share) => Math.floor(share))
  let left = total - shares.reduce((all, share) => all + share, 0)
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  // Floating point may put the floors a little above the total when it is beyond 2^53: nothing is left to give then.
  for (let at = 0; left > 0; at = (at + 1) % byRemainder.length, left--) {
    const index = byRemainder[at]?.index ?? 0
    shares[index] = (shares[index] ?? 0) + 1
  }
  return shares
}
