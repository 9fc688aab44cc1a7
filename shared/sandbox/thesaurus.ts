import { concepts } from './concepts.ts'
import { indifferenceWords, valenceGroups } from './lexicon.ts'
import { stem } from './words.ts'

/** A word or phrase that means something: where it stands and what it stands for. */
export interface Mark {
  readonly at: number
  readonly length: number
  readonly meaning: Meaning
}

export interface Meaning {
  readonly tier: number
  readonly concept: string | null
  /** Praise above 0, blame below, in −2 … 2. */
  readonly valence: number
  readonly isIndifferent: boolean
}

/**
 * The feature that a meaning counts as: `#payment` for the everyday words of a field, `#payment+` for its wider vocabulary.
 * A label's bare name stands for the former; only a definition or an example opens the latter.
 */
export function conceptFeature({ concept, tier }: Meaning): string | null {
  return concept === null ? null : tier === 1 ? `#${concept}` : `#${concept}+`
}

interface Entry {
  readonly stems: readonly string[]
  readonly meaning: Meaning
}

/** Shorter words have too many neighbours that are words themselves. */
const MIN_CORRECTED = 5

/** The vocabulary of the sandbox models, indexed; building it takes a few milliseconds, so one is kept per plug-in. */
export class Thesaurus {
  readonly #entries = new Map<string, Entry[]>()
  readonly #deletions = new Map<string, string>()

  constructor() {
    for (const { id, everyday, wider, allusive } of concepts) {
      for (const [index, words] of [everyday, wider, allusive].entries()) {
        this.#add(words, { tier: index + 1, concept: id, valence: 0, isIndifferent: false })
      }
    }
    for (const { valence, tier, words } of valenceGroups) {
      this.#add(words, { tier, concept: null, valence, isIndifferent: false })
    }
    for (const tier of [1, 2, 3] as const) {
      this.#add(indifferenceWords[tier], { tier, concept: null, valence: 0, isIndifferent: true })
    }
    for (const word of [...this.#entries.keys()]) this.#index(word)
  }

  /** All meanings known up to `tier`; a longer phrase hides the shorter ones that it contains. */
  marks(stems: readonly string[], tier: number): Mark[] {
    const marks: Mark[] = []
    let hiddenUntil = 0
    for (let at = 0; at < stems.length; at++) {
      const entries = this.#entries.get(stems[at] ?? '')
      if (!entries) continue
      for (const { stems: phrase, meaning } of entries) {
        if (meaning.tier > tier || !matches(stems, at, phrase)) continue
        if (phrase.length === 1 && at < hiddenUntil) continue
        marks.push({ at, length: phrase.length, meaning })
        if (phrase.length > 1) hiddenUntil = Math.max(hiddenUntil, at + phrase.length)
      }
    }
    return marks
  }

  /** The known word that differs in doubled letters only, or by any one edit; the word itself when there is none. */
  correct(word: string, typos: 'doubled' | 'any'): string {
    if (word.length < MIN_CORRECTED || this.#entries.has(word)) return word
    const bare = undoubled(word)
    for (const shorter of typos === 'any' ? [word, ...deletionsOf(word), bare] : [bare]) {
      const known = this.#deletions.get(shorter)
      if (
        known !== undefined &&
        known[0] === word[0] &&
        (bare === undoubled(known) || (typos === 'any' && isTypo(word, known)))
      )
        return known
    }
    return word
  }

  #add(words: string, meaning: Meaning): void {
    for (const phrase of words.split(' ')) {
      if (phrase === '') continue
      const stems = phrase.split('_').map(stem)
      const first = stems[0] ?? ''
      const list = this.#entries.get(first) ?? []
      // Longest first, so that a phrase is found before its first word.
      list.push({ stems, meaning })
      list.sort((one, other) => other.stems.length - one.stems.length)
      this.#entries.set(first, list)
    }
  }

  #index(word: string): void {
    if (word.length < MIN_CORRECTED) return
    for (const shorter of [word, ...deletionsOf(word), undoubled(word)]) {
      if (!this.#deletions.has(shorter)) this.#deletions.set(shorter, word)
    }
  }
}

function matches(stems: readonly string[], at: number, phrase: readonly string[]): boolean {
  for (let index = 1; index < phrase.length; index++) if (stems[at + index] !== phrase[index]) return false
  return true
}

function deletionsOf(word: string): string[] {
  return Array.from(word, (_, index) => word.slice(0, index) + word.slice(index + 1))
}

function undoubled(word: string): string {
  return word.replace(/(.)\1/g, '$1')
}

/** A letter more or less, two swapped; another letter only in long words ("small" is not "smell"). */
function isTypo(word: string, known: string): boolean {
  let start = 0
  while (start < word.length && word[start] === known[start]) start++
  let end = 0
  while (end < Math.min(word.length, known.length) - start && word.at(-1 - end) === known.at(-1 - end)) end++
  const left = word.slice(start, word.length - end)
  const right = known.slice(start, known.length - end)
  if (left.length + right.length === 1) return true
  if (left.length === 2 && right.length === 2) return left[0] === right[1] && left[1] === right[0]
  return left.length === 1 && right.length === 1 && word.length >= 7
}
