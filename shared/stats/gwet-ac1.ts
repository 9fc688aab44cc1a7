/**
 * Agreement of two raters beyond chance, for lopsided categories: where 95 % of items pass, kappa is low however well the two agree.
 *
 * @param table table[i][j] = items that the first rater put into category i and the second into j; square
 * @returns null for an empty table or a single category
 * @see K. L. Gwet, Br. J. Math. Stat. Psychol. 61 (2008)
 */
export function gwetAc1(table: readonly (readonly number[])[]): number | null {
  const size = table.length
  const total = table.flat().reduce((sum, count) => sum + count, 0)
  if (total === 0 || size < 2) return null
  const observed = table.reduce((sum, row, i) => sum + (row[i] ?? 0), 0) / total
  const expected =
    table.reduce((sum, row, i) => {
      const inRow = row.reduce((all, count) => all + count, 0)
      const inColumn = table.reduce((all, other) => all + (other[i] ?? 0), 0)
      const share = (inRow + inColumn) / (2 * total)
      return sum + share * (1 - share)
    }, 0) /
    (size - 1)
  return (observed - expected) / (1 - expected)
}
