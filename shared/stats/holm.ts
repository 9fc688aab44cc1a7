/**
 * p-values adjusted so that the chance of any false claim among them all stays below the level: for "these are proven".
 *
 * @returns in the order given, each at most 1
 * @see S. Holm, Scand. J. Stat. 6 (1979)
 */
export function holm(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => (pValues[a] ?? 1) - (pValues[b] ?? 1))
  const adjusted = new Array<number>(pValues.length).fill(1)
  let largest = 0
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues[index] ?? 1) * (pValues.length - rank)))
    adjusted[index] = largest
  })
  return adjusted
}
