import { normalQuantile } from './normal.ts'

export interface Agreement {
  readonly observed: number
  readonly expected: number
  /** 1 = always agree, 0 = as often as by chance; null where chance alone agrees always (one category only). */
  readonly value: number | null
  readonly interval: readonly [low: number, high: number] | null
}

/** How much a disagreement counts by the distance of its categories; linear and quadratic are for ordered ones. */
export type KappaWeights = 'none' | 'linear' | 'quadratic'

/**
 * Agreement of two raters beyond chance: Cohen's kappa, weighted if asked, with its large-sample interval.
 *
 * @param table table[i][j] = items that the first rater put into category i and the second into j; square
 * @see J. Cohen (1960); interval: J. L. Fleiss, J. Cohen and B. S. Everitt, Psychol. Bull. 72 (1969)
 */
export function cohenKappa(
  table: readonly (readonly number[])[],
  options: { readonly weights?: KappaWeights; readonly level?: number } = {},
): Agreement {
  const { weights = 'none', level = 0.95 } = options
  const size = table.length
  if (table.some((row) => row.length !== size)) throw new RangeError('A table of agreement is square.')
  const total = table.flat().reduce((sum, count) => sum + count, 0)
  if (total === 0) return { observed: 0, expected: 0, value: null, interval: null }
  const rows = table.map((row) => row.reduce((sum, count) => sum + count, 0) / total)
  const columns = rows.map((_, j) => table.reduce((sum, row) => sum + (row[j] ?? 0), 0) / total)
  const credit = (i: number, j: number) => creditOf(Math.abs(i - j), size, weights)
  const rowCredit = rows.map((_, i) => columns.reduce((sum, share, j) => sum + share * credit(i, j), 0))
  const columnCredit = columns.map((_, j) => rows.reduce((sum, share, i) => sum + share * credit(i, j), 0))
  let observed = 0
  let expected = 0
  table.forEach((row, i) => {
    row.forEach((count, j) => {
      observed += (count / total) * credit(i, j)
      expected += (rows[i] ?? 0) * (columns[j] ?? 0) * credit(i, j)
    })
  })
  if (1 - expected < 1e-12) return { observed, expected, value: null, interval: null }
  const value = (observed - expected) / (1 - expected)
  let variance = 0
  table.forEach((row, i) => {
    row.forEach((count, j) => {
      const drift = (rowCredit[i] ?? 0) + (columnCredit[j] ?? 0)
      variance += (count / total) * (credit(i, j) - drift * (1 - value)) ** 2
    })
  })
  variance -= (value - expected * (1 - value)) ** 2
  const error = Math.sqrt(Math.max(0, variance) / total) / (1 - expected)
  const half = normalQuantile((1 + level) / 2) * error
  return { observed, expected, value, interval: [Math.max(-1, value - half), Math.min(1, value + half)] }
}

function creditOf(distance: number, size: number, weights: KappaWeights): number {
  if (weights === 'none' || size < 2) return distance === 0 ? 1 : 0
  const share = distance / (size - 1)
  return weights === 'linear' ? 1 - share : 1 - share * share
}
