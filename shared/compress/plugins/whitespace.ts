import type { Compressor } from '../compressor.ts'
import { draftEdits, matchEdits } from '../edit-drafts.ts'

const TRAILING = /[ \t]+(?=\r?\n|$)/g
const BLANK_LINES = /(\r?\n)(?:[ \t]*\r?\n){2,}/g
// After a word only: leading spaces are indentation, which can mean something.
const INNER_SPACES = /(?<=\S)(?:[ ]{2,}|[ \t]*\t[ \t]*)(?=\S)/g
const RULE = /^[ \t]*(?:[-=*_~#][ \t]*){4,}$\r?\n?/gm

export const plugin: Compressor = {
  id: 'whitespace',
  label: 'White space',
  description: 'Trailing spaces, more than one blank line in a row, doubled spaces and ornamental rules.',
  risk: 'R0',
  needsModel: false,
  compress: (messages) => ({
    rejected: [],
    edits: draftEdits(messages, (template) => [
      ...matchEdits(template, BLANK_LINES, ([, lineEnd = '\n']) => ({
        replacement: lineEnd + lineEnd,
        reason: 'More than one blank line.',
      })),
      ...matchEdits(template, TRAILING, () => ({ replacement: '', reason: 'Spaces at the end of a line.' })),
      ...matchEdits(template, INNER_SPACES, ({ index }) =>
        isInTableRow(template, index) ? null : { replacement: ' ', reason: 'More than one space between words.' },
      ),
      ...matchEdits(template, RULE, ({ index }) =>
        isFrontMatter(template, index) ? null : { replacement: '', reason: 'An ornamental rule.' },
      ),
    ]),
  }),
}

function isInTableRow(template: string, at: number): boolean {
  const line = template.slice(
    template.lastIndexOf('\n', at) + 1,
    (template.indexOf('\n', at) + template.length + 1) % (template.length + 1) || undefined,
  )
  return line.includes('|')
}

/** A rule under a line of text makes it a heading, and one at the very start opens front matter. */
function isFrontMatter(template: string, at: number): boolean {
  if (at === 0) return true
  const before = template.slice(0, at).replace(/\r?\n$/, '')
  return (before.split('\n').at(-1) ?? '').trim() !== ''
}
