/** A symmetric system X'X β = X'y as it is added up from observations. */
export interface NormalEquations {
  readonly gram: readonly Float64Array[]
  readonly target: Float64Array
}

export function emptyEquations(size: number): NormalEquations {
  return { gram: Array.from({ length: size }, () => new Float64Array(size)), target: new Float64Array(size) }
}

/** Adds one observation. */
export function addObservation({ gram, target }: NormalEquations, row: readonly number[], value: number): void {
  for (const [i, a] of row.entries()) {
    if (a === 0) continue
    target[i] = (target[i] ?? 0) + a * value
    const line = gram[i]
    if (line) for (const [j, b] of row.entries()) line[j] = (line[j] ?? 0) + a * b
  }
}

export function addEquations(to: NormalEquations, from: NormalEquations, factor = 1): void {
  for (const [i, line] of to.gram.entries()) {
    const other = from.gram[i]
    if (other) for (let j = 0; j < line.length; j++) line[j] = (line[j] ?? 0) + factor * (other[j] ?? 0)
    to.target[i] = (to.target[i] ?? 0) + factor * (from.target[i] ?? 0)
  }
}

/** Ridge regression: β = (X'X + λI)⁻¹ X'y, by Cholesky. @param lambda above 0, so that the system always has a solution */
export function solveRidge({ gram, target }: NormalEquations, lambda: number): Float64Array {
  if (!(lambda > 0)) throw new RangeError(`A ridge of ${lambda} is not above 0.`)
  const size = target.length
  const lower = Array.from({ length: size }, () => new Float64Array(size))
  const at = (matrix: readonly Float64Array[], i: number, j: number) => matrix[i]?.[j] ?? 0
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = at(gram, i, j) + (i === j ? lambda : 0)
      for (let k = 0; k < j; k++) sum -= at(lower, i, k) * at(lower, j, k)
      const line = lower[i] as Float64Array // i < size
      line[j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / at(lower, j, j)
    }
  }
  const half = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    let sum = target[i] ?? 0
    for (let k = 0; k < i; k++) sum -= at(lower, i, k) * (half[k] ?? 0)
    half[i] = sum / at(lower, i, i)
  }
  const beta = new Float64Array(size)
  for (let i = size - 1; i >= 0; i--) {
    let sum = half[i] ?? 0
    for (let k = i + 1; k < size; k++) sum -= at(lower, k, i) * (beta[k] ?? 0)
    beta[i] = sum / at(lower, i, i)
  }
  return beta
}
