/** A bag of features with weights; its length is kept for the cosine. */
export interface FeatureVector {
  readonly weights: ReadonlyMap<string, number>
  readonly norm: number
}

/** How many of the texts hold each feature: what is everywhere tells little. */
export class InverseFrequency {
  readonly #counts = new Map<string, number>()
  readonly #total: number

  constructor(texts: readonly ReadonlySet<string>[]) {
    this.#total = texts.length
    for (const features of texts) for (const one of features) this.#counts.set(one, (this.#counts.get(one) ?? 0) + 1)
  }

  /** 1 for a feature never seen, less the more texts hold it. */
  weight(feature: string): number {
    const count = this.#counts.get(feature) ?? 0
    return Math.log(1 + (this.#total + 1) / (count + 0.5)) / Math.log(1 + (this.#total + 1) / 0.5)
  }
}

export function toVector(counts: ReadonlyMap<string, number>, frequency: InverseFrequency): FeatureVector {
  const weights = new Map<string, number>()
  let squares = 0
  for (const [feature, count] of counts) {
    const weight = Math.sqrt(count) * frequency.weight(feature)
    weights.set(feature, weight)
    squares += weight * weight
  }
  return { weights, norm: Math.sqrt(squares) }
}

/** Cosine of two vectors, 0 when either is empty. */
export function similarity(first: FeatureVector, second: FeatureVector): number {
  if (first.norm === 0 || second.norm === 0) return 0
  const [few, many] = first.weights.size < second.weights.size ? [first, second] : [second, first]
  let product = 0
  for (const [feature, weight] of few.weights) product += weight * (many.weights.get(feature) ?? 0)
  return product / (first.norm * second.norm)
}
