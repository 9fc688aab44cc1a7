import { porterStem } from './porter-stem.ts'

/** How precision and recall are weighed, and how hard scattered matches are punished. */
export interface MeteorWeights {
  /** 0 to 1: the share of recall. */
  readonly alpha: number
  readonly beta: number
  /** 0 to 1: what is lost when no two matches stand together. */
  readonly gamma: number
}

/**
 * METEOR of a sentence: words that are the same, have the same stem, or stand for the same thing.
 *
 * As promptfoo 0.121 has it: words are parted at blanks and put in lower case, full stops at their end fall off; matches are sought
 * from the end; the third step compares stems with WordNet's words, not words.
 *
 * @param synonymsOf of a stem
 * @returns 0 to 1
 * @see Banerjee and Lavie, ACL workshop 2005, https://aclanthology.org/W05-0909
 */
export function meteorScore(
  { candidate, reference }: { readonly candidate: string; readonly reference: string },
  { alpha, beta, gamma }: MeteorWeights,
  synonymsOf: (stem: string) => readonly string[],
): number {
  const words = { candidate: wordsOf(candidate), reference: wordsOf(reference) }
  const same = match(words, (word) => [word])
  const stemmed = { candidate: stemsOf(same.left.candidate), reference: stemsOf(same.left.reference) }
  const alike = match(stemmed, (stem) => [stem])
  const meant = match(alike.left, (stem) => [stem, ...synonymsOf(stem)])
  const pairs = [...same.pairs, ...alike.pairs, ...meant.pairs].sort(([a], [b]) => a - b)
  if (pairs.length === 0) return 0
  const precision = pairs.length / words.candidate.length
  const recall = pairs.length / words.reference.length
  const mean = (precision * recall) / (alpha * precision + (1 - alpha) * recall)
  return (1 - gamma * (chunkCount(pairs) / pairs.length) ** beta) * mean
}

interface Word {
  readonly at: number
  readonly text: string
}

interface Words {
  readonly candidate: readonly Word[]
  readonly reference: readonly Word[]
}

type Pair = readonly [candidate: number, reference: number]

function wordsOf(text: string): readonly Word[] {
  return text.split(/\s+/).map((word, at) => ({ at, text: withoutStops(word).toLowerCase() }))
}

/** In a loop, since a pattern would look at a long row of them from each of its places. */
function withoutStops(word: string): string {
  let end = word.length
  while (end > 0 && word[end - 1] === '.') end--
  return word.slice(0, end)
}

function stemsOf(words: readonly Word[]): readonly Word[] {
  return words.map(({ at, text }) => ({ at, text: porterStem(text) }))
}

/** Pairs each word of the candidate, from its end, with the last free word of the reference that it may stand for. */
function match({ candidate, reference }: Words, meaningsOf: (text: string) => readonly string[]) {
  const free = new Map<string, number[]>()
  for (const [index, { text }] of reference.entries()) {
    const places = free.get(text)
    if (places) places.push(index)
    else free.set(text, [index])
  }
  const pairs: Pair[] = []
  const taken = new Set<number>()
  const left: Word[] = []
  for (const word of candidate.toReversed()) {
    let best: number[] | undefined
    for (const text of free.size === 0 ? [] : meaningsOf(word.text)) {
      const places = free.get(text)
      if (places && (places.at(-1) ?? -1) > (best?.at(-1) ?? -1)) best = places
    }
    const index = best?.pop()
    const found = index === undefined ? undefined : reference[index]
    if (index === undefined || !found) left.push(word)
    else {
      pairs.push([word.at, found.at])
      taken.add(index)
    }
  }
  const rest = reference.filter((_, index) => !taken.has(index))
  return { pairs, left: { candidate: left.reverse(), reference: rest } }
}

/** Runs of matches that follow one another in both. */
function chunkCount(pairs: readonly Pair[]): number {
  return pairs.filter(([candidate, reference], index) => {
    const before = pairs[index - 1]
    return !before || candidate !== before[0] + 1 || reference !== before[1] + 1
  }).length
}
