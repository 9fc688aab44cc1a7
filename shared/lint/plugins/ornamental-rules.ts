import { createOverlapCheck, type TextSpan } from '../../compress/text-span.ts'
import type { Segment } from '../../domain/compression.ts'
import type { LintMessage } from '../lint-message.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'
import { matchFixes } from '../text-fix.ts'

const RULE = /^[ \t]*(?:[-=*_~#][ \t]*){4,}$\r?\n?/gm
/** Parts that a rule sets apart for the model, not for the eye. */
const SET_APART: ReadonlySet<Segment['kind']> = new Set(['example', 'json', 'table', 'code'])

export const plugin: LintRule = {
  id: 'ornamental-rules',
  label: 'Ornamental rules',
  description: 'Lines of dashes and stars between parts that headings or blank lines already set apart.',
  risk: 'R0',
  scope: 'message',
  check: ornamentalRules,
}

/**
 * Rules that only please the eye. One under a line of text makes it a heading, one at the very start opens front matter, and
 * one beside a variable, an example or data, or one that the prompt speaks of, tells where they begin and end.
 */
function ornamentalRules(message: LintMessage): FindingDraft[] {
  const { template } = message
  const found = matchFixes(message, RULE, () => ({ replacement: '', message: 'An ornamental rule.' }))
  if (found.length === 0) return []
  const setApart = message.segments.filter(({ kind }) => SET_APART.has(kind))
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
