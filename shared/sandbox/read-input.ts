import { contrastWords, negators } from './lexicon.ts'
import type { Abilities } from './model-size.ts'
import { conceptFeature, type Mark, type Thesaurus } from './thesaurus.ts'
import { isStopWord, sentencesOf, stem, wordsOf } from './words.ts'

/** A sentence as a model of some size understands it. */
export interface ReadSentence {
  readonly text: string
  readonly words: readonly string[]
  readonly stems: readonly string[]
  readonly marks: readonly Mark[]
}

/** Sentences beyond this are not looked at: a decision never hangs on them, and hostile input stays fast. */
const MAX_SENTENCES = 400
const MAX_CHARACTERS = 20_000

export interface InputReader {
  readonly thesaurus: Thesaurus
  readonly abilities: Abilities
  /** Stems that the prompt itself uses; they are never taken for misspelt. */
  readonly promptStems: ReadonlySet<string>
}

export function readInput(text: string, { thesaurus, abilities, promptStems }: InputReader): ReadSentence[] {
  return sentencesOf(text.slice(0, MAX_CHARACTERS).replace(/[:;] /g, '$&\n'))
    .slice(0, MAX_SENTENCES)
    .map((sentence) => {
      const words = wordsOf(sentence)
      const stems = words.map((word) => {
        const root = stem(word)
        if (abilities.vocabulary === 1 || promptStems.has(root) || isStopWord(word)) return root
        return thesaurus.correct(root, abilities.readsBetweenLines ? 'any' : 'doubled')
      })
      return { text: sentence, words, stems, marks: thesaurus.marks(stems, abilities.vocabulary) }
    })
}

/** Where the nearest negation within `reach` words before stands; −1 without one. "Not only" negates nothing. */
export function negationBefore(sentence: ReadSentence, at: number, reach: number): number {
  for (let index = at - 1; index >= Math.max(0, at - reach); index--) {
    const word = sentence.words[index] ?? ''
    if (CONTRASTS.test(word)) return -1
    if (NEGATORS.test(word) && sentence.words[index + 1] !== 'only') return index
    if (word === 'far' && sentence.words[index + 1] === 'from') return index
  }
  return -1
}

/** Counts words and fields of meaning (`#payment`); what the text says it is not about is left out. */
export function topicFeatures(
  sentences: readonly ReadSentence[],
  weights: readonly number[],
  reach: number,
): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [index, sentence] of sentences.entries()) {
    const weight = weights[index] ?? 1
    const isDenied = deniedWords(sentence, reach)
    for (const [at, root] of sentence.stems.entries()) {
      if (isDenied[at] || isStopWord(sentence.words[at] ?? '')) continue
      counts.set(root, (counts.get(root) ?? 0) + weight)
    }
    for (const { at, meaning } of sentence.marks) {
      const key = conceptFeature(meaning)
      if (key === null || isDenied[at]) continue
      counts.set(key, (counts.get(key) ?? 0) + weight * (meaning.tier === 3 ? 2 : 1))
    }
  }
  return counts
}

const NEGATORS = new RegExp(`^(${negators.replaceAll(' ', '|')})$`)
const CONTRASTS = new RegExp(`^(${contrastWords.replaceAll(' ', '|')})$`)
/** "I can't sign in" is about signing in; "it is not the wifi" is not about wifi. */
const TOPIC_DENIAL = /^(not|isnt|arent|wasnt|no|nothing|without|neither|nor|none|dont|havent|never)$/
const STILL_ABOUT =
  /^(work|works|working|come|came|arrive|arrived|open|load|accept|receive|received|print|send|get|got|sign|log|understand|know|able|synced|sync|possible|moved|valid|have)$/

/** Marks the words after a denial up to the next comma-free break; small models (reach 1) overlook denials. */
function deniedWords({ words }: ReadSentence, reach: number): Uint8Array {
  const denied = new Uint8Array(words.length)
  if (reach < 2) return denied
  for (const [index, word] of words.entries()) {
    if (!TOPIC_DENIAL.test(word) || (index > 0 && /^(if|why)$/.test(words[index - 1] ?? ''))) continue
    const end = Math.min(words.length, index + 1 + reach)
    let isAction = false
    for (let next = index + 1; next < end; next++) isAction ||= STILL_ABOUT.test(words[next] ?? '')
    if (isAction) continue
    for (let next = index + 1; next < end && !/^(but|and|just|since|because)$/.test(words[next] ?? ''); next++)
      denied[next] = 1
  }
  return denied
}
