import type { PromptInput } from './prompt-model.ts'
import type { ReadSentence } from './read-input.ts'
import type { Thesaurus } from './thesaurus.ts'
import { isStopWord, stemsOf } from './words.ts'

export interface Situation {
  readonly input: PromptInput
  readonly sentences: readonly ReadSentence[]
  /** Fields of meaning in the text, by how often they came up. */
  readonly concepts: ReadonlyMap<string, number>
  readonly stems: ReadonlySet<string>
}

/** Whether a rule's condition holds: every part joined by "and" must, and of the alternatives in a part any one. */
export function matchCondition(condition: string, situation: Situation, thesaurus: Thesaurus): boolean {
  const parts = condition.split(/,?\s+and\s+(?!so\b)|\s+with\s+/i).filter((part) => part.trim() !== '')
  return parts.every((part) => matchPart(part, situation, thesaurus))
}

const ASKING = /\b(question|asks?|asking|enquir\w+|inquir\w+)\b/i
const WISHING = /\b(suggest\w*|wish\w*|feature request|idea|thank\w*)\b/i
const NOTHING_WRONG = /\bnothing\b|\bno (problem|error|damage|issue)/i
const DEADLINE = /\bdeadline|\bdue (date|within)|\btime limit/i

function matchPart(part: string, situation: Situation, thesaurus: Thesaurus): boolean {
  const text = situation.sentences.map((sentence) => sentence.text).join(' ')
  if (NOTHING_WRONG.test(part)) return !hasTrouble(situation)
  if (DEADLINE.test(part)) return SOON.test(text)
  const field = matchFields(part, situation.input)
  if (field === false) return false
  if (ASKING.test(part) && isRequestForInformation(text)) return true
  if (WISHING.test(part) && WISH.test(text)) return true
  if (ASKING.test(part) || WISHING.test(part)) return false
  const meanings = conceptsOf(part, thesaurus)
  const telling = meanings.filter((concept) => SITUATIONS.has(concept))
  if (telling.length > 0) return telling.some((concept) => (situation.concepts.get(concept) ?? 0) > 0)
  return field === true || overlaps(part, situation.stems)
}

/** True or false when the part names one of the input's fields ("the enterprise plan"); null when it names none. */
function matchFields(part: string, input: PromptInput): boolean | null {
  const lower = part.toLowerCase()
  for (const [name, value] of input.fields) {
    if (!lower.includes(name) || !/^[\w-]{1,24}$/.test(value)) continue
    if (/\b(every|any|all)\b/.test(lower)) return null
    return new RegExp(`\\b${value.toLowerCase().replace(/[^\w]/g, '.')}\\b`).test(lower)
  }
  return null
}

function conceptsOf(part: string, thesaurus: Thesaurus): string[] {
  return thesaurus.marks(stemsOf(part), 2).flatMap(({ meaning }) => meaning.concept ?? [])
}

/** Without a known situation, half of the part's own words have to come up. */
function overlaps(part: string, stems: ReadonlySet<string>): boolean {
  const telling = stemsOf(part).filter((root) => !isStopWord(root) && root.length > 2)
  const found = telling.filter((root) => stems.has(root)).length
  return telling.length > 0 && found * 2 >= telling.length
}

/** Fields of meaning that a condition can be about; the others are topics. */
const SITUATIONS: ReadonlySet<string> = new Set(['intrusion', 'exposure', 'danger', 'threat', 'outage'])

const WISH =
  /\b(would|it'd) be (nice|great|lovely|cool|handy|useful)\b|\b(suggest\w*|wish\w*|feature request|would love|idea)\b|\bthank(s| you)\b/i
const QUESTION =
  /\?|\b(wonder|curious|need to know|like to (know|see|hear|connect)|want to (know|hear)|please send|send me|tell me|call me|call us|talk to|interested|how do i|where can i|consider|would like to|we intend|just planning|no hurry|no rush|whenever it suits)\b/i
const SOON =
  /\b(tomorrow|today|tonight|by (monday|tuesday|wednesday|thursday|friday|noon|next)|on (monday|tuesday|wednesday|thursday|friday)|for (monday|tuesday|wednesday|thursday|friday)|before (monday|friday|then)|next (monday|tuesday|wednesday|thursday|friday)|within \w+ days|ends? (tomorrow|on))\b/i
const TROUBLE =
  /\b(crash\w*|fail\w*|error|wrong|broken|broke|late|missing|blocked|cannot|can ?not|can't|cant|couldn't|unable|expired|rejected|declined|twice|double|overdue|stuck|freez\w+|locked|doesn't|does not|didn't|isn't|haven't|hasn't|never|nobody|no longer|lost|damaged|incorrect|stolen|fake|instead of|overcharged|scam|spams?|harass\w*|obscene|returned to|holding|without|drift|old address|has not|not (loaded|synced|arrived|on|work))\b/i

const CALM = /\b(nothing|no problem|not important|if it ever|never mind|all correct|no hurry|no rush|haven't done)\b/i

/** Something is wrong when trouble is named and not played down in the same sentence. */
function hasTrouble({ concepts, sentences }: Situation): boolean {
  for (const concept of ['intrusion', 'exposure', 'danger', 'threat', 'outage', 'damage']) {
    if ((concepts.get(concept) ?? 0) > 0) return true
  }
  return sentences.some(({ text }) => !CALM.test(text) && TROUBLE.test(text))
}

function isRequestForInformation(text: string): boolean {
  return QUESTION.test(text)
}
