const DIMENSIONS = 256
const SALTS = ['a', 'b'] as const

/**
 * A text as a vector of length 1: its words and their groups of three letters, hashed. Texts that share words or parts of words come out
 * alike; it knows nothing of meaning, and speaks for no real model.
 */
export function embedText(text: string): readonly number[] {
  const vector = Array.from({ length: DIMENSIONS }, () => 0)
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [text]
  for (const word of words) {
    add(vector, word, 2)
    const padded = ` ${word} `
    for (let at = 0; at + 3 <= padded.length; at++) add(vector, padded.slice(at, at + 3), 1)
  }
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return vector.map((value) => value / length)
}

/** At two places, so that features that share one of them do not look alike. */
function add(vector: number[], feature: string, weight: number): void {
  for (const salt of SALTS) {
    const at = hashOf(`${salt}${feature}`) % DIMENSIONS
    vector[at] = (vector[at] ?? 0) + weight
  }
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let code = 0x811c9dc5
  for (let at = 0; at < text.length; at++) code = Math.imul(code ^ text.charCodeAt(at), 0x01000193)
  return code >>> 0
}
