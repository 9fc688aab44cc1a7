import type { PartialTexts } from '../domain/partial.ts'
import type { Message } from '../domain/prompt.ts'
import { freeVariables } from './free-variables.ts'
import { variablesOf } from './inspect-template.ts'
import { scanTemplate } from './scan-template.ts'

/**
 * The prompt without one of its variables, with what belongs to it alone: its line or block of lines, the cue or heading above, the tags
 * or fences around. Sentences elsewhere that speak of it stay.
 *
 * @returns null where it cannot be dropped whole: it stands in a sentence, beside another variable or in a partial, is locked, or nothing
 * would be left that differs between cases
 */
export function withoutVariable(messages: readonly Message[], name: string, partials?: PartialTexts): Message[] | null {
  const kept: Message[] = []
  for (const message of messages) {
    const template = withoutLines(message.template, name)
    if (template === null) return null
    if (template.trim() === '' && template !== message.template) continue
    if (!isLockKept(message, template)) return null
    kept.push(template === message.template ? message : { ...message, template })
  }
  const namesOf = (list: readonly Message[]) => new Set(list.flatMap(({ template }) => variablesOf(template, partials)))
  const [before, after] = [namesOf(messages), namesOf(kept)]
  const isRight = before.has(name) && !after.has(name) && after.size === before.size - 1 && after.size > 0
  return isRight && kept.some(({ role }) => role === 'user') ? kept : null
}

function isLockKept({ template: before, locked = [] }: Message, after: string): boolean {
  return locked.every((text) => after.includes(text) || !before.includes(text))
}

interface Line {
  readonly text: string
  readonly start: number
}

/** Null where a mention cannot go whole. */
function withoutLines(template: string, name: string): string | null {
  const mentions = mentionsOf(template, name)
  if (mentions.length === 0) return template
  const lines = linesOf(template)
  const gone = new Set<number>()
  for (const mention of mentions) {
    const first = lineAt(lines, mention.start)
    const last = lineAt(lines, mention.end)
    const lead = template.slice(lines[first]?.start, mention.start)
    const rest = template.slice(mention.end, (lines[last]?.start ?? 0) + (lines[last]?.text.length ?? 0))
    if (!isCue(lead) || !isTail(rest)) return null
    for (let at = first; at <= last; at++) gone.add(at)
    const isAlone = !/\p{L}/u.test(lead.replaceAll(/<[^<>]*>/g, ''))
    if (!dropAround(lines, gone, { first, last, isAlone })) return null
  }
  return joinKept(lines, gone)
}

/** Where it is mentioned; in a block, the whole of the outermost one. */
function mentionsOf(template: string, name: string) {
  const pieces = scanTemplate(template)
  const places = freeVariables(template, pieces).filter(({ root }) => root === name)
  const spans: { readonly start: number; readonly end: number }[] = []
  let depth = 0
  let open = 0
  for (const piece of pieces) {
    if (piece.kind === 'text') continue
    const isBlock = piece.kind === 'tag' && /^(?:if|unless|for|case)$/.test(piece.name)
    if (isBlock && depth++ === 0) open = piece.start
    const isEnd = piece.kind === 'tag' && /^end(?:if|unless|for|case)$/.test(piece.name)
    if (isEnd) depth -= 1
    const isMeant = (start: number, end: number) => places.some((place) => place.start >= start && place.start < end)
    if (isEnd && depth === 0 && isMeant(open, piece.end)) spans.push({ start: open, end: piece.end })
    else if (!isEnd && depth === 0 && isMeant(piece.start, piece.end))
      spans.push({ start: piece.start, end: piece.end })
  }
  return spans
}

const MOST_CUE_WORDS = 8

/** "Context:", "- **Notes** –", "<doc>": what introduces the value and says nothing of its own. */
function isCue(lead: string): boolean {
  if (/\{[{%]/.test(lead)) return false
  const words = lead.match(/[\p{L}\p{N}]+/gu) ?? []
  if (words.length === 0) return true
  return words.length <= MOST_CUE_WORDS && /(?:[:=–—>-][\s"'`*_]*|<[^<>]*>\s*)$/u.test(lead) && !/[.!?]\s+\S/.test(lead)
}

/** Quotes, marks and closing tags; words after the value are a sentence that holds it. */
function isTail(rest: string): boolean {
  return !/[\p{L}\p{N}{]/u.test(rest.replaceAll(/<\/[^<>]*>/g, ''))
}

interface Dropped {
  readonly first: number
  readonly last: number
  /** No cue stands on its own line. */
  readonly isAlone: boolean
}

/** The tags, the cue and the heading that would be left without what they speak of; false where the line above is more than a cue. */
function dropAround(lines: readonly Line[], gone: Set<number>, { first, last, isAlone }: Dropped): boolean {
  let above = nextFull(lines, gone, first, -1)
  let below = nextFull(lines, gone, last, 1)
  while (isPair(textAt(lines, above), textAt(lines, below))) {
    gone.add(above).add(below)
    above = nextFull(lines, gone, above, -1)
    below = nextFull(lines, gone, below, 1)
  }
  const cue = textAt(lines, above)
  // The next value below the same cue still needs it.
  const isShared = below === last + 1 && /^[-*\d.)\s]*\{\{/.test(textAt(lines, below))
  if (isAlone && !isShared && cue.endsWith(':') && levelOf(cue) === 0) {
    if (!isCue(cue)) return false
    gone.add(above)
    above = nextFull(lines, gone, above, -1)
  }
  const level = levelOf(textAt(lines, above))
  const isEmpty = below >= lines.length || levelOf(textAt(lines, below)) > 0
  if (level > 0 && isEmpty && level >= levelOf(textAt(lines, below))) gone.add(above)
  return true
}

function isPair(above: string, below: string): boolean {
  if (/^(?:`{3,}|~{3,})/.test(above)) return below === above.replace(/[^`~].*$/, '')
  if (/^(?:"{3}|-{3,}|={3,})$/.test(above)) return below === above
  const tag = /^<([\w-]+)[^<>]*>$/.exec(above)?.[1]
  return tag !== undefined && below === `</${tag}>`
}

/** Of a heading, 1 to 6; 0 = none, as at the end of the text. */
function levelOf(text: string): number {
  return /^(#{1,6})\s+\S/.exec(text)?.[1]?.length ?? 0
}

/** The next line in a direction that is neither blank nor gone; −1 or the number of lines where there is none. */
function nextFull(lines: readonly Line[], gone: ReadonlySet<number>, from: number, step: 1 | -1): number {
  let at = from + step
  while (at >= 0 && at < lines.length && (gone.has(at) || textAt(lines, at) === '')) at += step
  return at
}

function textAt(lines: readonly Line[], at: number): string {
  return lines[at]?.text.trim() ?? ''
}

function linesOf(template: string): Line[] {
  let start = 0
  return template.split('\n').map((text) => {
    const line = { text, start }
    start += text.length + 1
    return line
  })
}

function lineAt(lines: readonly Line[], offset: number): number {
  return lines.findLastIndex(({ start }) => start <= offset)
}

/** Of the blank lines on both sides of a gap, one side stays; none at the ends. */
function joinKept(lines: readonly Line[], gone: ReadonlySet<number>): string {
  const kept: string[] = []
  let isAfterGap = false
  for (const [at, { text }] of lines.entries()) {
    if (gone.has(at)) {
      isAfterGap = true
      continue
    }
    const isBlank = text.trim() === ''
    if (isAfterGap && isBlank && (kept.length === 0 || kept.at(-1)?.trim() === '')) continue
    if (!isBlank) isAfterGap = false
    kept.push(text)
  }
  const wasLast = gone.has(lines.length - 1) || (isAfterGap && lines.slice(-1)[0]?.text.trim() === '')
  while (wasLast && kept.length > 0 && kept.at(-1)?.trim() === '') kept.pop()
  return kept.join('\n')
}
