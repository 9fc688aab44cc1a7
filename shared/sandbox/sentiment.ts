import { contrastWords, intensifiers, ironyPhrases, verdictPhrases } from './lexicon.ts'
import type { Abilities } from './model-size.ts'
import type { Hints } from './prompt-model.ts'
import { negationBefore, type ReadSentence } from './read-input.ts'

export interface Feeling {
  readonly praise: number
  readonly blame: number
  /** Words that say "neither": okay, average, so-so. */
  readonly indifference: number
  readonly isQuestion: boolean
  /** Praise that is not meant. */
  readonly isIronic: boolean
  readonly words: readonly string[]
}

export interface FeelingContext {
  readonly abilities: Abilities
  readonly hints: Hints
  /** Feelings that the prompt's definitions give to words, −1 … 1; 0 means indifference. */
  readonly taught: ReadonlyMap<string, number>
}

/** Adds up praise and blame, with negation, contrast and irony as far as the model's size goes. */
export function measureFeeling(sentences: readonly ReadSentence[], context: FeelingContext): Feeling {
  const { abilities, hints } = context
  const total = { praise: 0, blame: 0, indifference: 0 }
  const words: string[] = []
  const weights = sentenceWeights(sentences, context)
  for (const [index, sentence] of sentences.entries()) addSentence(sentence, weights[index] ?? 1, context, total, words)
  const last = sentences.at(-1)?.text ?? ''
  const isIronic = abilities.readsBetweenLines && isIrony(sentences, total, hints.sarcasm)
  return {
    praise: isIronic ? 0 : total.praise,
    blame: isIronic ? total.blame + total.praise : total.blame,
    indifference: total.indifference,
    isQuestion: abilities.vocabulary > 1 && sentences.some(({ text }) => text.includes('?')) && !/[!]/.test(last),
    isIronic,
    words,
  }
}

type Total = { praise: number; blame: number; indifference: number }

function addSentence(
  sentence: ReadSentence,
  weight: number,
  context: FeelingContext,
  total: Total,
  words: string[],
): void {
  const { abilities, taught, hints } = context
  const reach = abilities.negationReach + (hints.negation && abilities.negationReach > 1 ? 1 : 0)
  const felt = new Map<number, number>()
  for (const { at, length, meaning } of sentence.marks) {
    if (meaning.isIndifferent) total.indifference += weight
    if (meaning.valence === 0) continue
    if (felt.has(at)) continue
    felt.set(at, meaning.valence)
    for (let inner = at + 1; inner < at + length; inner++) felt.set(inner, 0)
  }
  for (const [at, root] of sentence.stems.entries()) {
    const lesson = taught.get(root)
    if (lesson === undefined || felt.has(at)) continue
    if (lesson === 0) total.indifference += weight
    else felt.set(at, lesson)
  }
  const turn = abilities.readsBetweenLines
    ? sentence.words.findIndex((word, index) => index > 2 && CONTRASTS.test(word))
    : -1
  for (const [at, valence] of felt) {
    if (valence === 0) continue
    const isNegated = negationBefore(sentence, at, reach) >= 0
    const isStrong = INTENSIFIERS.test(sentence.words[at - 1] ?? '')
    const side = turn < 0 ? 1 : at > turn ? 1.6 : 0.6
    const value = (isNegated ? negated(valence, abilities) : valence) * (isStrong ? 1.4 : 1) * weight * side
    if (value > 0) total.praise += value
    else total.blame -= value
    words.push(sentence.words[at] ?? '')
  }
}

/** "Not bad" praises and "not perfect" blames, but faintly; the smallest size takes both at full strength. */
function negated(valence: number, { vocabulary }: Abilities): number {
  return vocabulary === 1 ? -valence : -Math.sign(valence) * 0.8
}

/** The verdict and what follows a "but" weigh more. */
function sentenceWeights(sentences: readonly ReadSentence[], { abilities, hints }: FeelingContext): number[] {
  // Told to look for the side that wins, even the medium size listens to the verdict and the end.
  if (!abilities.readsBetweenLines && !(hints.balance && abilities.appliesRules)) return sentences.map(() => 1)
  let hasTurned = false
  return sentences.map(({ text, words }, index) => {
    const isVerdict = VERDICT.test(text)
    hasTurned ||= isVerdict || (abilities.readsBetweenLines && CONTRASTS.test(words[0] ?? ''))
    if (isVerdict) return 2.2
    if (hasTurned) return 1.6
    return !abilities.readsBetweenLines && index === sentences.length - 1 ? 1.5 : 1
  })
}

function isIrony(sentences: readonly ReadSentence[], total: Total, isWarned: boolean): boolean {
  const turns = sentences.filter(({ text }) => IRONY.test(text)).length
  if (turns === 0) return false
  const hasTrouble = total.blame > 0 || sentences.some(({ text }) => TROUBLE.test(text))
  return isWarned ? turns > 1 || hasTrouble : turns > 1 && hasTrouble
}

const CONTRASTS = new RegExp(`^(${contrastWords.replaceAll(' ', '|')})$`)
const INTENSIFIERS = new RegExp(`^(${intensifiers.replaceAll(' ', '|')})$`)
const VERDICT = new RegExp(`\\b(${verdictPhrases})\\b`, 'i')
const IRONY = new RegExp(ironyPhrases, 'i')
const TROUBLE =
  /\b(later|late|after|before it|only|apart from|there is no|deletes?|except|never|died|broke|stopped|without|gone|lost|again|pieces|missing|fails?|waiting|queue)\b/i
