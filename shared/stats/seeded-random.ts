/** Gives the next number, evenly spread over 0 (included) to 1 (excluded). */
export type Random = () => number

/** Random numbers that are the same for the same seed, on every machine: any finite number or text. */
export function seededRandom(seed: number | string): Random {
  // Every bit of the seed reaches every word of the state: similar seeds give unrelated numbers.
  let hash = 0x811c9dc5
  for (const character of String(seed)) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  const word = () => {
    hash = (hash + 0x9e3779b9) | 0
    const mixed = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad)
    const again = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return (again ^ (again >>> 15)) >>> 0
  }
  const next = xoshiro128([word(), word(), word(), word() | 1])
  return () => next() / 0x1_0000_0000
}

/**
 * The generator xoshiro128**: unsigned 32-bit numbers with a period of 2^128 − 1.
 *
 * @param state four 32-bit words, not all zero
 * @see D. Blackman and S. Vigna, ACM Trans. Math. Softw. 47 (2021)
 */
export function xoshiro128(state: readonly [number, number, number, number]): () => number {
  let [a, b, c, d] = state
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, 11)
    return result
  }
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}
