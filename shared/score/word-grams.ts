/** What two texts share of the word groups of one length. */
export interface GramOverlap {
  /** Groups that both have, each counted as often as the text that has it less often. */
  readonly shared: number
  readonly candidateCount: number
  readonly referenceCount: number
}

/** Lower-case words between white space; the empty text is one empty word. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().trim().split(/\s+/)
}

/**
 * Groups of `size` words in a row that the candidate and the reference share.
 *
 * Only groups of the reference are kept: an answer of a million words would else fill the memory with its own.
 */
export function gramOverlap(candidate: readonly string[], reference: readonly string[], size: number): GramOverlap {
  const wanted = new Map<string, number>()
  const known = new Set(reference)
  for (let at = 0; at + size <= reference.length; at++) {
    const gram = gramAt(reference, at, size)
    wanted.set(gram, (wanted.get(gram) ?? 0) + 1)
  }
  let shared = 0
  for (let at = 0; at + size <= candidate.length; at++) {
    if (!known.has(candidate[at] ?? '')) continue
    const gram = gramAt(candidate, at, size)
    const left = wanted.get(gram) ?? 0
    if (left === 0) continue
    wanted.set(gram, left - 1)
    shared++
  }
  return { shared, candidateCount: gramCount(candidate, size), referenceCount: gramCount(reference, size) }
}

function gramAt(words: readonly string[], at: number, size: number): string {
  return size === 1 ? (words[at] ?? '') : words.slice(at, at + size).join(' ')
}

function gramCount(words: readonly string[], size: number): number {
  return Math.max(0, words.length - size + 1)
}
