import type { Message } from '../domain/prompt.ts'
import type { EditDraft } from './compressor.ts'
import type { Prose } from './prose-spans.ts'
import { protectedSpans, type SpanKind } from './protect-spans.ts'
import { createOverlapCheck } from './text-span.ts'

/** A change at offsets of one template, before it is known which message that is. */
export type TemplateEdit = Pick<EditDraft, 'start' | 'end' | 'replacement' | 'reason'>

/** Runs a finder over every message and keeps the changes that touch no protected span, but for kinds that it may touch. */
export function draftEdits(
  messages: readonly Message[],
  find: (template: string, messageIndex: number) => readonly TemplateEdit[],
  mayTouch: ReadonlySet<SpanKind> = new Set(),
): EditDraft[] {
  return messages.flatMap(({ template, locked }, messageIndex) => {
    const touchesSpan = createOverlapCheck(protectedSpans(template, locked).filter((span) => !mayTouch.has(span.kind)))
    return find(template, messageIndex)
      .filter((edit) => !touchesSpan(edit))
      .map((edit) => ({ messageIndex, ...edit }))
  })
}

/** The same for pieces of prose. */
export function draftProseEdits(
  messages: readonly Message[],
  prose: readonly Prose[],
  find: (template: string, piece: Prose) => readonly TemplateEdit[],
): EditDraft[] {
  return draftEdits(messages, (template, messageIndex) =>
    prose.flatMap((piece) => (piece.messageIndex === messageIndex ? find(template, piece) : [])),
  )
}

/** The changes that a pattern asks for; `replace` gives null where this match shall stay. */
export function matchEdits(
  template: string,
  pattern: RegExp,
  replace: (match: RegExpExecArray) => { readonly replacement: string; readonly reason: string } | null,
): TemplateEdit[] {
  const edits: TemplateEdit[] = []
  for (const match of template.matchAll(pattern)) {
    const made = replace(match)
    if (made) edits.push({ start: match.index, end: match.index + match[0].length, ...made })
  }
  return edits
}

/**
 * Removes a phrase with the space around it, and gives the next word a capital where the phrase had one.
 * `start` and `end` are the phrase's own offsets.
 */
export function cutPhrase(template: string, start: number, end: number, reason: string): TemplateEdit {
  let after = end
  while (template[after] === ' ' || template[after] === '\t') after += 1
  const next = template[after] ?? ''
  if (/\p{Lu}/u.test(template[start] ?? '') && /\p{Ll}/u.test(next)) {
    return { start, end: after + 1, replacement: next.toUpperCase(), reason }
  }
  if (after > end || start === 0 || template[start - 1] === '\n') return { start, end: after, replacement: '', reason }
  // At the end of a sentence the space before goes: "do it, please." → "do it."
  let before = start
  while (template[before - 1] === ' ') before -= 1
  return { start: before, end, replacement: '', reason }
}
