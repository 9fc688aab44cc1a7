import type { Segment } from '../../domain/compression.ts'
import type { Compressor } from '../compressor.ts'
import { draftEdits, matchEdits, type TemplateEdit } from '../edit-drafts.ts'
import { proseSpans } from '../prose-spans.ts'
import { createOverlapCheck, type TextSpan } from '../text-span.ts'

// The look-behinds let a match begin only where a run begins: without them a long run takes quadratic time.
const TRAILING = /(?<![ \t])[ \t]+(?=\r?\n|$)/g
const BLANK_LINES = /(\r?\n)(?:[ \t]*\r?\n){2,}/g
// After a word only: leading spaces are indentation, which can mean something. Tabs separate columns.
const INNER_SPACES = /(?<=[^\s|])[ ]{2,}(?=[^\s|])/g
const RULE = /^[ \t]*(?:[-=*_~#][ \t]*){4,}$\r?\n?/gm
/** Parts that a rule sets apart for the model, not for the eye. */
const SET_APART: ReadonlySet<Segment['kind']> = new Set(['example', 'json', 'table', 'code'])

export const plugin: Compressor = {
  id: 'whitespace',
  label: 'White space',
  description: 'Trailing spaces, more than one blank line in a row, doubled spaces and ornamental rules.',
  risk: 'R0',
  needsModel: false,
  compress: (messages, segments) => {
    const prose = proseSpans(messages, segments)
    return {
      rejected: [],
      edits: draftEdits(messages, (template, messageIndex) => [
        ...matchEdits(template, BLANK_LINES, ([, lineEnd = '\n']) => ({
          replacement: lineEnd + lineEnd,
          reason: 'More than one blank line.',
        })),
        ...matchEdits(template, TRAILING, () => ({ replacement: '', reason: 'Spaces at the end of a line.' })),
        ...prose
          .filter((piece) => piece.messageIndex === messageIndex)
          .flatMap((piece) => innerSpaces(template, piece)),
        ...ornamentalRules(
          template,
          segments.filter((segment) => segment.messageIndex === messageIndex && SET_APART.has(segment.kind)),
        ),
      ]),
    }
  },
}

/** Doubled spaces between words, but for lines whose gaps stand below each other: those are columns. */
function innerSpaces(template: string, { start, end }: TextSpan): TemplateEdit[] {
  const lines = template.slice(start, end).split('\n')
  const indent = /^ {4}/.test(template.slice(template.lastIndexOf('\n', start - 1) + 1, start)) ? '    ' : ''
  const gaps = lines.map((line) => [...line.matchAll(INNER_SPACES)])
  const gapEnds = gaps.map((found) => new Set(found.map((gap) => gap.index + gap[0].length)))
  const edits: TemplateEdit[] = []
  let at = start
  for (const [index, line] of lines.entries()) {
    const ends = [...(gapEnds[index] ?? [])]
    const isAligned = ends.some((column) => gapEnds[index - 1]?.has(column) || gapEnds[index + 1]?.has(column))
    // Four spaces before it make a line code.
    if (!isAligned && !/^ {4}|[|\t]/.test(index === 0 ? indent + line : line)) {
      for (const gap of gaps[index] ?? []) {
        const from = at + gap.index
        edits.push({
          start: from,
          end: from + gap[0].length,
          replacement: ' ',
          reason: 'More than one space between words.',
        })
      }
    }
    at += line.length + 1
  }
  return edits
}

/**
 * Rules that only please the eye. One under a line of text makes it a heading, one at the very start opens front matter, and
 * one beside a variable, an example or data, or one that the prompt speaks of, tells where they begin and end.
 */
function ornamentalRules(template: string, setApart: readonly TextSpan[]): TemplateEdit[] {
  const found = matchEdits(template, RULE, () => ({ replacement: '', reason: 'An ornamental rule.' }))
  if (found.length === 0) return []
  const touchesSetApart = createOverlapCheck(setApart)
  const spokenOf = marksSpokenOf(template)
  return found.filter(({ start, end }) => {
    const before = neighbour(template, start, -1)
    const after = neighbour(template, end, 1)
    if (start === 0 || before.isAdjacent || spokenOf.has(template.slice(start, end).trim().charAt(0))) return false
    return [before, after].every(
      (line) => !/\{[{%]/.test(template.slice(line.start, line.end)) && !touchesSetApart(line),
    )
  })
}

/** The nearest line with text on it, before or after an offset at which a line begins. */
function neighbour(template: string, at: number, step: 1 | -1): TextSpan & { readonly isAdjacent: boolean } {
  let index = step === 1 ? at : at - 1
  let lineEnds = 0
  while (/\s/.test(template[index] ?? '')) {
    if (template[index] === '\n') lineEnds += 1
    index += step
  }
  if (index < 0 || index >= template.length) return { start: at, end: at, isAdjacent: false }
  const start = template.lastIndexOf('\n', index) + 1
  const lineEnd = template.indexOf('\n', index)
  return { start, end: lineEnd === -1 ? template.length : lineEnd, isAdjacent: lineEnds < 2 }
}

/** Marks that come in a run beside other text, as in "the text between the ==== lines". */
function marksSpokenOf(template: string): ReadonlySet<string> {
  const marks = new Set<string>()
  for (const line of template.split('\n')) {
    if (/^[ \t]*(?:[-=*_~#][ \t]*)+$/.test(line.trimEnd())) continue
    for (const [run] of line.matchAll(/([-=*_~#])\1{2,}/g)) marks.add(run.charAt(0))
  }
  return marks
}
