import type { LintMessage } from '../lint-message.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'

const HEADING = /^[ \t]{0,3}(#{1,6})[ \t]+\S[^\n]*$/gm
const EMPTY_TAG = /<([A-Za-z][\w-]{0,40})>\s{0,20}<\/\1>/g

export const plugin: LintRule = {
  id: 'empty-section',
  label: 'Empty sections',
  description: 'A heading with nothing below it, or a pair of tags with nothing between them.',
  risk: 'R1',
  scope: 'message',
  check: (message) => (message.isExample ? [] : [...emptyHeadings(message), ...emptyTags(message)]),
}

/** The last heading may wait for the answer or for the next message. */
function emptyHeadings({ index, template, segments }: LintMessage): FindingDraft[] {
  const found: FindingDraft[] = []
  const starts = new Set(segments.flatMap(({ kind, start }) => (kind === 'heading' ? [start] : [])))
  let last: { readonly start: number; readonly end: number; readonly level: number; readonly text: string } | null =
    null
  for (const { 0: line, 1: marks = '', index: at } of template.matchAll(HEADING)) {
    const start = at + line.length - line.trimStart().length
    // Within code it is a comment.
    if (!starts.has(start)) continue
    const isEmpty = last !== null && template.slice(last.end, at).trim() === '' && last.level >= marks.length
    if (last !== null && isEmpty) {
      const { text } = last
      const message = `“${text}” has nothing below it.`
      found.push({
        messageIndex: index,
        start: last.start,
        end: last.end,
        message,
        fix: [{ start: last.start, end: at, replacement: '' }],
      })
    }
    last = { start: at, end: at + line.length, level: marks.length, text: line.replace(/^[\s#]+/, '').trim() }
  }
  return found
}

function emptyTags({ index, template }: LintMessage): FindingDraft[] {
  return [...template.matchAll(EMPTY_TAG)].map(({ 0: text, 1: name, index: start }) => ({
    messageIndex: index,
    start,
    end: start + text.length,
    message: `The section <${name}> is empty.`,
    fix: null,
  }))
}
