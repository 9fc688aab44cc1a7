import type { Compressor } from '../compressor.ts'
import { draftEdits, type TemplateEdit } from '../edit-drafts.ts'
import type { SpanKind } from '../protect-spans.ts'
import { splitSentences } from '../split-sentences.ts'

/** Shorter sentences ("Yes.", "Output:") come twice for good reasons. */
const MIN_WORDS = 4
/** Spans whose text survives in the first copy; a variable is not among them, as it marks where a value goes. */
const REPEATABLE: ReadonlySet<SpanKind> = new Set(['number', 'literal', 'url', 'json', 'code'])

export const plugin: Compressor = {
  id: 'duplicate-sentences',
  label: 'Sentences said twice',
  description: 'A sentence that stands in the prompt already, word for word, is taken out the second time.',
  risk: 'R0',
  needsModel: false,
  compress: (messages, segments) => {
    const seen = new Map<string, { readonly messageIndex: number; readonly line: number }>()
    return {
      rejected: [],
      edits: draftEdits(
        messages,
        (template, messageIndex) => {
          const edits: TemplateEdit[] = []
          for (const segment of segments) {
            // Examples, code and data may repeat each other: there repetition is content.
            if (segment.messageIndex !== messageIndex || !['paragraph', 'list-item', 'sentence'].includes(segment.kind))
              continue
            for (const { start, end } of splitSentences(template, segment)) {
              const words = normalise(template.slice(start, end))
              if (words.split(' ').length < MIN_WORDS) continue
              const line = template.slice(0, start).split('\n').length
              const first = seen.get(words)
              if (!first) {
                seen.set(words, { messageIndex, line })
                continue
              }
              const where =
                first.messageIndex === messageIndex
                  ? `line ${first.line}`
                  : `message ${first.messageIndex + 1}, line ${first.line}`
              edits.push({ ...removal(template, start, end, segment), reason: `Said already in ${where}.` })
            }
          }
          return edits
        },
        REPEATABLE,
      ),
    }
  },
}

function normalise(sentence: string): string {
  return sentence
    .replace(/^\s*(?:[-*+•]|\d{1,3}[.)])\s+/, '')
    .replaceAll(/[*_"“”]/g, '')
    .replace(/[.!]+$/, '')
    .toLowerCase()
    .replaceAll(/\b(?:please|kindly)\b,?/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** Takes the whole line when nothing else stands on it, bullet included; else the sentence with one space. */
function removal(
  template: string,
  start: number,
  end: number,
  segment: { readonly start: number; readonly end: number },
) {
  const isWholeSegment = start <= segment.start + 8 && end >= segment.end
  if (isWholeSegment) {
    const lineStart = template.lastIndexOf('\n', segment.start - 1) + 1
    const lineEnd = template.indexOf('\n', segment.end)
    return { start: lineStart, end: lineEnd === -1 ? segment.end : lineEnd + 1, replacement: '' }
  }
  const after = /^[ \t]+/.exec(template.slice(end))?.[0].length ?? 0
  if (after > 0) return { start, end: end + after, replacement: '' }
  const before = /[ \t]+$/.exec(template.slice(0, start))?.[0].length ?? 0
  return { start: start - before, end, replacement: '' }
}
