import type { LintMessage } from '../lint-message.ts'
import type { FindingDraft, FixEdit, LintRule } from '../lint-rule.ts'

const HEADING = /^[ \t]{0,3}#{1,6}[ \t]+[^\n]*$/gm
const BOLD_HEADING = /^([ \t]{0,3}#{1,6}[ \t]+)(\*\*|__)([^*_\n]+)\2[ \t]*$/
const PICTURES = /[ \t]*(?:\p{Extended_Pictographic}(?:️|‍\p{Extended_Pictographic}|\p{Emoji_Modifier})*[ \t]*)+/gu
/** A whole line or list item in bold that is a sentence: with everything stressed nothing is. */
const BOLD_SENTENCE = /^([ \t]*(?:[-*+•][ \t]+|\d{1,3}[.)][ \t]+)?)(\*\*\*?|__)([^*_\n]{20,400}[.!])\2[ \t]*$/gm

export const plugin: LintRule = {
  id: 'emphasis-noise',
  label: 'Needless markup',
  description: 'Bold headings, emoji in headings, whole sentences in bold.',
  risk: 'R1',
  scope: 'message',
  check: (message) => (message.isExample ? [] : [...inHeadings(message), ...boldSentences(message)]),
}

function inHeadings({ index, template, segments }: LintMessage): FindingDraft[] {
  const headings = new Set(segments.flatMap(({ kind, start }) => (kind === 'heading' ? [start] : [])))
  const found: FindingDraft[] = []
  for (const { 0: line, index: start } of template.matchAll(HEADING)) {
    if (!headings.has(start + line.length - line.trimStart().length)) continue
    const bold = BOLD_HEADING.exec(line)
    if (bold) {
      const [, lead = '', marks = '', text = ''] = bold
      const open = start + lead.length
      found.push(
        markup(index, marksOf(open, open + marks.length + text.length, marks.length), 'A heading is bold already.'),
      )
    }
    for (const match of line.matchAll(PICTURES)) found.push(...picture(index, line, start, match))
  }
  return found
}

/** An emoji with the space around it; one gap stays between words. A heading of nothing else is left alone. */
function picture(messageIndex: number, line: string, lineStart: number, match: RegExpExecArray): FindingDraft[] {
  if (!/[\p{L}\p{N}]/u.test(line)) return []
  const before = line.slice(0, match.index)
  const after = line.slice(match.index + match[0].length)
  const replacement = after === '' ? '' : ' '
  // "#🌟 Title" needs the space after the marks; what is glued to a word is left alone.
  if (after !== '' && !/\s$/.test(match[0]) && !/^\s/.test(match[0])) return []
  const start = lineStart + before.length
  return [
    {
      messageIndex,
      start,
      end: start + match[0].length,
      message: 'An emoji in a heading tells a model nothing.',
      fix: [{ start, end: start + match[0].length, replacement }],
    },
  ]
}

/** A line that is bold from end to end counts as a heading; a full stop says that it is none. */
function boldSentences({ index, template, prose, segments }: LintMessage): FindingDraft[] {
  const bold = segments.filter(({ kind, text }) => kind === 'heading' && /^(?:\*\*|__)/.test(text))
  return [...prose, ...bold].flatMap((piece) =>
    [...template.slice(piece.start, piece.end).matchAll(BOLD_SENTENCE)].map((match) => {
      const [, lead = '', marks = '', text = ''] = match
      const open = piece.start + match.index + lead.length
      const fix = marksOf(open, open + marks.length + text.length, marks.length)
      return markup(index, fix, 'A whole sentence in bold stands out no more than a plain one on its own line.')
    }),
  )
}

/** The two ends of an emphasis. */
function marksOf(open: number, close: number, length: number): FixEdit[] {
  return [open, close].map((start) => ({ start, end: start + length, replacement: '' }))
}

function markup(messageIndex: number, fix: readonly FixEdit[], message: string): FindingDraft {
  return { messageIndex, start: fix[0]?.start ?? 0, end: fix.at(-1)?.end ?? 0, message, fix }
}
