import { fencedCode } from '../../compress/fenced-code.ts'
import { createOverlapCheck } from '../../compress/text-span.ts'
import type { LintMessage } from '../lint-message.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'

const TAG = /<(\/?)([A-Za-z][\w-]{0,40})(?:\s[^<>\n]{0,200})?>/g
const INLINE_CODE = /`[^`\n]+`/g
/** HTML that stands alone. */
const VOID = /^(?:br|hr|img|input|link|meta|wbr|p|li|col|area|source)$/i
/** Tags that prompts set their parts apart with; others may be a slot ("Dear <name>") unless they stand alone on a line. */
const SECTION =
  /^(?:instructions?|context|documents?|examples?|rules?|task|thinking|answer|question|data|text|format|output_format|role|guidelines|constraints|background|conversation|history|query|source|sources|system|user|assistant|persona|policy|policies|article|email|transcript|schema|tools?)$/i

export const plugin: LintRule = {
  id: 'unclosed-tags',
  label: 'Sections left open',
  description: 'A tag or a code fence that is opened and never closed, or closed and never opened.',
  risk: 'R1',
  scope: 'message',
  check: (message) => (message.isExample ? [] : [...openTags(message), ...openFence(message)]),
}

interface Tag {
  readonly name: string
  readonly start: number
  readonly end: number
}

function openTags({ index, template }: LintMessage): FindingDraft[] {
  const inCode = createOverlapCheck(fencedCode(template))
  const inline = createOverlapCheck(
    [...template.matchAll(INLINE_CODE)].map(({ 0: code, index: at }) => ({ start: at, end: at + code.length })),
  )
  const open = new Map<string, Tag[]>()
  const found: FindingDraft[] = []
  for (const { 0: text, 1: slash, 2: name = '', index: start } of template.matchAll(TAG)) {
    const tag = { name, start, end: start + text.length }
    if (inCode(tag) || inline(tag) || VOID.test(name) || text.endsWith('/>')) continue
    const stack = open.get(name)
    if (slash === '') {
      if (stack) stack.push(tag)
      else open.set(name, [tag])
    } else if (!stack || stack.length === 0) {
      if (standsAlone(template, tag)) found.push(finding(index, tag, `${text} closes what was never opened.`))
    } else stack.pop()
  }
  for (const stack of open.values()) {
    for (const tag of stack) {
      const text = template.slice(tag.start, tag.end)
      if (SECTION.test(tag.name) && standsAlone(template, tag))
        found.push(finding(index, tag, `${text} is never closed: where the section ends is left to the model.`))
    }
  }
  return found
}

function openFence({ index, template }: LintMessage): FindingDraft[] {
  const last = fencedCode(template).at(-1)
  if (!last || last.end < template.length) return []
  const marks = /^[ \t]*(`{3,}|~{3,})/.exec(template.slice(last.start))?.[1] ?? '```'
  const lines = template.slice(last.start).trimEnd().split('\n')
  // A long line of them is an ornament: nobody opens code so.
  if (/^~{5,}$/.test(lines[0]?.trim() ?? '')) return []
  if (lines.length > 1 && lines.at(-1)?.trim() === marks) return []
  const end = last.start + (lines[0]?.length ?? 3)
  return [
    finding(index, { start: last.start, end }, 'This code block is never closed: all that follows is a part of it.'),
  ]
}

/** Nothing but space stands beside it on its line. */
function standsAlone(template: string, { start, end }: Tag): boolean {
  const lineStart = template.lastIndexOf('\n', start - 1) + 1
  const nextLine = template.indexOf('\n', end)
  const lineEnd = nextLine === -1 ? template.length : nextLine
  return (
    template.slice(Math.max(lineStart, start - 80), start).trim() === '' &&
    template.slice(end, Math.min(lineEnd, end + 80)).trim() === ''
  )
}

function finding(messageIndex: number, { start, end }: Omit<Tag, 'name'>, message: string): FindingDraft {
  return { messageIndex, start, end, message, fix: null }
}
