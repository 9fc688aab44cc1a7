export interface RidgeFit {
  readonly constant: number
  readonly weights: readonly number[]
}

/** Rows that the penalty stands for; it keeps columns that say the same from fighting each other. */
const PENALTY = 5

/**
 * A straight line through rows of features, by least squares with a penalty on the weights (ridge), each column on its own scale.
 *
 * @returns weights of the columns as they are; columns without spread have none
 * @see A. E. Hoerl and R. W. Kennard, Technometrics 12 (1970)
 */
export function ridgeFit(rows: readonly (readonly number[])[], values: readonly number[], penalty = PENALTY): RidgeFit {
  const width = rows[0]?.length ?? 0
  const count = rows.length
  if (count === 0) return { constant: 0, weights: [] }
  const means = Array.from({ length: width }, (_, column) => mean(rows.map((row) => row[column] ?? 0)))
  const spreads = means.map((average, column) =>
    Math.sqrt(mean(rows.map((row) => ((row[column] ?? 0) - average) ** 2))),
  )
  const scaled = rows.map((row) =>
    means.map((average, column) => divide((row[column] ?? 0) - average, spreads[column])),
  )
  const average = mean(values)
  const matrix = means.map((_, first) =>
    means.map((__, second) => {
      const sum = scaled.reduce((total, row) => total + (row[first] ?? 0) * (row[second] ?? 0), 0)
      return first === second ? sum + penalty : sum
    }),
  )
  const right = means.map((_, column) =>
    scaled.reduce((total, row, index) => total + (row[column] ?? 0) * ((values[index] ?? 0) - average), 0),
  )
  const weights = solve(matrix, right).map((weight, column) => divide(weight, spreads[column]))
  return {
    constant: average - weights.reduce((sum, weight, column) => sum + weight * (means[column] ?? 0), 0),
    weights,
  }
}

/** Gaussian elimination without exchange of rows: the matrix is positive definite. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index] ?? 0])
  const size = rows.length
  for (let pivot = 0; pivot < size; pivot++) {
    const top = rows[pivot] ?? []
    for (const row of rows.slice(pivot + 1)) {
      const factor = (row[pivot] ?? 0) / (top[pivot] ?? 1)
      for (let column = pivot; column <= size; column++) row[column] = (row[column] ?? 0) - factor * (top[column] ?? 0)
    }
  }
  const solution = new Array<number>(size).fill(0)
  for (let pivot = size - 1; pivot >= 0; pivot--) {
    const row = rows[pivot] ?? []
    let rest = row[size] ?? 0
    for (let column = pivot + 1; column < size; column++) rest -= (row[column] ?? 0) * (solution[column] ?? 0)
    solution[pivot] = rest / (row[pivot] ?? 1)
  }
  return solution
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

function divide(value: number, spread: number | undefined): number {
  return spread === undefined || spread < 1e-12 ? 0 : value / spread
}
