import type { LintMessage } from '../lint-message.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'
import { textFix } from '../text-fix.ts'

const HEADING_AND_LABEL = /^[ \t]{0,3}#{1,6}[ \t]+([^\n]{2,80})\n\s*([^\n:]{2,80}):[ \t]*(\n|(?=\S))/gm

export const plugin: LintRule = {
  id: 'repeated-heading',
  label: 'Heading said twice',
  description: 'A heading whose next line says it again: “## Output format”, “Output format:”.',
  risk: 'R1',
  scope: 'message',
  check: (message) => (message.isExample ? [] : findRepeated(message)),
}

function findRepeated({ index, template, segments }: LintMessage): FindingDraft[] {
  const headings = new Set(segments.flatMap(({ kind, start }) => (kind === 'heading' ? [start] : [])))
  const found: FindingDraft[] = []
  for (const match of template.matchAll(HEADING_AND_LABEL)) {
    const [whole, heading = '', label = ''] = match
    const start = match.index + whole.length - whole.trimStart().length
    if (!headings.has(start) || plain(heading) !== plain(label)) continue
    const lineStart = match.index + whole.lastIndexOf(label)
    const end = match.index + whole.length
    // The bullet or the bold marks before the label go with it.
    if (/[-*#]\s*$/.test(template.slice(match.index, lineStart).split('\n').at(-1) ?? '')) continue
    found.push(textFix(index, { start: lineStart, end, replacement: '' }, `“${label.trim()}:” says the heading again.`))
  }
  return found
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/^\s*(?:the|your|our)\s+/, '')
    .trim()
}
