/** Places of the embedding; each n-gram is hashed to one of them. */
export const embeddingSize = 128

/** What n-grams contribute at most: the vector is kept in whole numbers from −127 to 127, so that every language reckons alike. */
const LARGEST = 127

/**
 * A local embedding that needs no model and no key: words and their runs of three characters, hashed with a sign.
 *
 * It knows spelling, not meaning: "refund" is near "refunds", not near "money back". Embeddings from a provider replace it
 * where they are stored.
 *
 * @see K. Weinberger et al., Feature Hashing, ICML 2009
 */
export function textEmbedding(text: string): Int8Array {
  const sums = new Float64Array(embeddingSize)
  for (const word of text.toLowerCase().split(/[ \t\n\r\f\v]+/)) {
    if (word === '') continue
    const letters = [...`<${word}>`]
    add(sums, letters, 2)
    for (let start = 0; start + 3 <= letters.length; start++) add(sums, letters.slice(start, start + 3), 1)
  }
  return quantized(sums)
}

/** Any vector on the same scale; a vector of nothing stays nothing. */
export function quantized(vector: ArrayLike<number>): Int8Array {
  let squares = 0
  for (let place = 0; place < vector.length; place++) squares += (vector[place] ?? 0) ** 2
  const scale = squares === 0 ? 0 : LARGEST / Math.sqrt(squares)
  return Int8Array.from(vector, (value) => Math.floor(value * scale + 0.5))
}

/** Cosine of two vectors of the same length, −1 to 1; 0 when one is nothing. */
export function cosine(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let product = 0
  let one = 0
  let other = 0
  for (let place = 0; place < first.length; place++) {
    const a = first[place] ?? 0
    const b = second[place] ?? 0
    product += a * b
    one += a * a
    other += b * b
  }
  return one === 0 || other === 0 ? 0 : product / Math.sqrt(one * other)
}

function add(sums: Float64Array, letters: readonly string[], weight: number): void {
  const hash = hashOf(letters)
  const place = hash % embeddingSize
  const sign = Math.floor(hash / embeddingSize) % 2 === 0 ? 1 : -1
  sums[place] = (sums[place] ?? 0) + sign * weight
}

/** FNV-1a over code points, 32 bits. */
function hashOf(letters: readonly string[]): number {
  let hash = 0x811c9dc5
  for (const letter of letters) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  hash ^= hash >>> 15
  return hash >>> 0
}
