import type { SpanKind } from '../../compress/protect-spans.ts'
import type { Section } from '../../compress/section-path.ts'
import type { Segment } from '../../domain/compression.ts'
import type { LintPrompt } from '../lint-prompt.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'
import { cutSentence, textFix } from '../text-fix.ts'

/** Shorter sentences ("Yes.", "Output:") come twice for good reasons. */
const MIN_WORDS = 4
/** Spans whose text survives in the first copy; a variable is not among them, as it marks where a value goes. */
const REPEATABLE: ReadonlySet<SpanKind> = new Set(['number', 'literal', 'url', 'json', 'code'])
/** What a sentence with such a beginning says depends on the one before it. */
const LEANS_BACK =
  /^(?:otherwise|if (?:so|not|yes|no)\b|in (?:that|this|such) case|then|this|these|those|that|it|they|he|she|such|here|there|also|for (?:example|instance)|e\.g|else|instead|after that|next)\b/

interface FirstCopy extends Section {
  readonly messageIndex: number
  readonly line: number
}

export const plugin: LintRule = {
  id: 'duplicate-sentences',
  label: 'Sentences said twice',
  description: 'A sentence that stands in the prompt already, word for word, is taken out the second time.',
  risk: 'R0',
  scope: 'prompt',
  mayRemove: REPEATABLE,
  check: findCopies,
}

function findCopies({ messages }: LintPrompt): FindingDraft[] {
  const seen = new Map<string, FirstCopy>()
  const found: FindingDraft[] = []
  for (const { index, template, sentences, sections } of messages) {
    const lineOf = createLineCounter(template)
    for (const sentence of sentences) {
      if (!isOrderless(sentence.piece.segment)) continue
      const words = normalise(sentence.text)
      if (words === null) continue
      const section = sections.get(sentence.piece.segment.id) ?? { key: '', isGeneral: true }
      const first = seen.get(words)
      if (first && (first.isGeneral || first.key === section.key)) {
        found.push(textFix(index, cutSentence(template, sentence), reasonOf(first, index)))
      } else if (!first || section.isGeneral) {
        seen.set(words, { ...section, messageIndex: index, line: lineOf(sentence.start) })
      }
    }
  }
  return found
}

/** Steps may come twice in a row of numbered ones: their order says when. */
function isOrderless({ kind, text }: Segment): boolean {
  return kind !== 'heading' && !/^(?:\d{1,3}|[a-z])[.)]\s/i.test(text)
}

/** The sentence as it is compared; null when it is too short, a question, or hangs on its neighbours. */
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

function reasonOf(first: FirstCopy, messageIndex: number): string {
  const message = first.messageIndex === messageIndex ? '' : `message ${first.messageIndex + 1}, `
  return `Said already in ${message}line ${first.line}.`
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
