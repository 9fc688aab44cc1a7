import type { TextSpan } from '../../compress/text-span.ts'
import type { LintMessage } from '../lint-message.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'
import { matchFixes, textFix } from '../text-fix.ts'

// The look-behinds let a match begin only where a run begins: without them a long run takes quadratic time.
const TRAILING = /(?<![ \t])[ \t]+(?=\r?\n|$)/g
const BLANK_LINES = /(\r?\n)(?:[ \t]*\r?\n){2,}/g
// After a word only: leading spaces are indentation, which can mean something. Tabs separate columns.
const INNER_SPACES = /(?<=[^\s|])[ ]{2,}(?=[^\s|])/g

export const plugin: LintRule = {
  id: 'whitespace',
  label: 'White space',
  description: 'Trailing spaces, more than one blank line in a row and doubled spaces.',
  risk: 'R0',
  scope: 'message',
  check: (message) => [
    ...matchFixes(message, BLANK_LINES, ([, lineEnd = '\n']) => ({
      replacement: lineEnd + lineEnd,
      message: 'More than one blank line.',
    })),
    ...matchFixes(message, TRAILING, () => ({ replacement: '', message: 'Spaces at the end of a line.' })),
    ...message.prose.flatMap((piece) => innerSpaces(message, piece)),
  ],
}

/** Doubled spaces between words, but for lines whose gaps stand below each other: those are columns. */
function innerSpaces({ index: messageIndex, template }: LintMessage, { start, end }: TextSpan): FindingDraft[] {
  const lines = template.slice(start, end).split('\n')
  const indent = /^ {4}/.test(template.slice(template.lastIndexOf('\n', start - 1) + 1, start)) ? '    ' : ''
  const gaps = lines.map((line) => [...line.matchAll(INNER_SPACES)])
  const gapEnds = gaps.map((found) => new Set(found.map((gap) => gap.index + gap[0].length)))
  const found: FindingDraft[] = []
  let at = start
  for (const [index, line] of lines.entries()) {
    const ends = [...(gapEnds[index] ?? [])]
    const isAligned = ends.some((column) => gapEnds[index - 1]?.has(column) || gapEnds[index + 1]?.has(column))
    // Four spaces before it make a line code.
    if (!isAligned && !/^ {4}|[|\t]/.test(index === 0 ? indent + line : line)) {
      for (const gap of gaps[index] ?? []) {
        const from = at + gap.index
        const edit = { start: from, end: from + gap[0].length, replacement: ' ' }
        found.push(textFix(messageIndex, edit, 'More than one space between words.'))
      }
    }
    at += line.length + 1
  }
  return found
}
