/**
 * p-values adjusted so that the share of false finds among the finds stays below the level: for screening only, not for claims.
 *
 * @returns in the order given, each at most 1
 * @see Y. Benjamini and Y. Hochberg, J. R. Stat. Soc. B 57 (1995)
 */
export function benjaminiHochberg(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => (pValues[b] ?? 1) - (pValues[a] ?? 1))
  const adjusted = new Array<number>(pValues.length).fill(1)
  let smallest = 1
  order.forEach((index, place) => {
    smallest = Math.min(smallest, ((pValues[index] ?? 1) * pValues.length) / (pValues.length - place))
    adjusted[index] = smallest
  })
  return adjusted
}
