import type { Segment } from '../../domain/compression.ts'
import type { Compressor } from '../compressor.ts'
import { draftEdits, type TemplateEdit } from '../edit-drafts.ts'
import { type Prose, proseSpans } from '../prose-spans.ts'
import type { SpanKind } from '../protect-spans.ts'
import { type Section, sectionsOf } from '../section-path.ts'
import { splitSentences } from '../split-sentences.ts'
import type { TextSpan } from '../text-span.ts'

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

export const plugin: Compressor = {
  id: 'duplicate-sentences',
  label: 'Sentences said twice',
  description: 'A sentence that stands in the prompt already, word for word, is taken out the second time.',
  risk: 'R0',
  needsModel: false,
  compress: (messages, segments) => {
    const seen = new Map<string, FirstCopy>()
    const sections = sectionsOf(segments)
    const prose = proseSpans(messages, segments).filter(({ segment }) => isOrderless(segment))
    return {
      rejected: [],
      edits: draftEdits(
        messages,
        (template, messageIndex) => {
          const edits: TemplateEdit[] = []
          const lineOf = createLineCounter(template)
          for (const piece of prose) {
            if (piece.messageIndex !== messageIndex) continue
            for (const sentence of splitSentences(template, piece)) {
              const words = normalise(template.slice(sentence.start, sentence.end))
              if (words === null) continue
              const section = sections.get(piece.segment.id) ?? { key: '', isGeneral: true }
              const first = seen.get(words)
              if (first && (first.isGeneral || first.key === section.key)) {
                edits.push({ ...removal(template, sentence, piece), reason: reasonOf(first, messageIndex) })
              } else if (!first || section.isGeneral) {
                seen.set(words, { ...section, messageIndex, line: lineOf(sentence.start) })
              }
            }
          }
          return edits
        },
        REPEATABLE,
      ),
    }
  },
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

/** Takes the whole line when nothing else stands on it, bullet included; else the sentence with one space. */
function removal(template: string, { start, end }: TextSpan, { segment, ...piece }: Prose) {
  const isWholeSegment = start <= segment.start + 8 && end >= segment.end && piece.start === segment.start
  if (isWholeSegment) {
    const lineStart = template.lastIndexOf('\n', segment.start - 1) + 1
    const lineEnd = template.indexOf('\n', segment.end)
    return { start: lineStart, end: lineEnd === -1 ? segment.end : lineEnd + 1, replacement: '' }
  }
  let after = end
  while (template[after] === ' ' || template[after] === '\t') after += 1
  if (after > end) return { start, end: after, replacement: '' }
  let before = start
  while (template[before - 1] === ' ' || template[before - 1] === '\t') before -= 1
  return { start: before, end, replacement: '' }
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
