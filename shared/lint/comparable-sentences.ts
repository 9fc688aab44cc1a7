import type { Section } from '../compress/section-path.ts'
import type { Segment } from '../domain/compression.ts'
import type { Sentence } from './lint-message.ts'
import type { LintPrompt } from './lint-setting.ts'

/** A sentence that says something by itself, so that another one can say the same. */
export interface ComparableSentence extends Sentence {
  readonly messageIndex: number
  /** Lower case, without marks, politeness and bullets, one space between words. */
  readonly words: string
  readonly section: Section
  /** From 1. */
  readonly line: number
}

/** Shorter sentences ("Yes.", "Output:") come twice for good reasons. */
const MIN_WORDS = 4
/** What a sentence with such a beginning says depends on the one before it. */
const LEANS_BACK =
  /^(?:otherwise|if (?:so|not|yes|no)\b|in (?:that|this|such) case|then|this|these|those|that|it|they|he|she|such|here|there|also|for (?:example|instance)|e\.g|else|instead|after that|next)\b/

/** The prompt's sentences but for short ones, questions, numbered steps and those that hang on their neighbours. */
export function comparableSentences({ messages }: LintPrompt): ComparableSentence[] {
  const found: ComparableSentence[] = []
  for (const { index: messageIndex, template, sentences, sections } of messages) {
    const lineOf = createLineCounter(template)
    for (const sentence of sentences) {
      const { segment } = sentence.piece
      const words = isOrderless(segment) ? normalise(sentence.text) : null
      if (words === null) continue
      const section = sections.get(segment.id) ?? { key: '', isGeneral: true }
      found.push({ ...sentence, messageIndex, words, section, line: lineOf(sentence.start) })
    }
  }
  return found
}

/** Whether a rule that stands in the first place holds in the second one too. */
export function covers(first: ComparableSentence, second: ComparableSentence): boolean {
  return first.section.isGeneral || first.section.key === second.section.key
}

/** "message 2, line 14", or the line alone within one message. */
export function placeOf({ messageIndex, line }: ComparableSentence, from: { readonly messageIndex: number }): string {
  return `${messageIndex === from.messageIndex ? '' : `message ${messageIndex + 1}, `}line ${line}`
}

/** Steps may come twice in a row of numbered ones: their order says when. */
function isOrderless({ kind, text }: Segment): boolean {
  return kind !== 'heading' && !/^(?:\d{1,3}|[a-z])[.)]\s/i.test(text)
}

function normalise(sentence: string): string | null {
  if (/[:?…]\s*$/.test(sentence.slice(-8))) return null
  const words = sentence
    .replace(/^\s*[-*+•]\s+/, '')
    .replaceAll(/[*_"“”.!]/g, '')
    .toLowerCase()
    .replaceAll(/\b(?:please|kindly)\b,?/g, '')
    .split(/\s+/)
    .filter((word) => word !== '')
  const text = words.join(' ')
  return words.length < MIN_WORDS || LEANS_BACK.test(text) ? null : text
}

/** Gives the line of an offset, from 1; offsets must rise from call to call. */
function createLineCounter(text: string): (offset: number) => number {
  let line = 1
  let next = text.indexOf('\n')
  return (offset) => {
    while (next !== -1 && next < offset) {
      line += 1
      next = text.indexOf('\n', next + 1)
    }
    return line
  }
}
