import type { TextSpan } from '../compress/text-span.ts'
import type { LintMessage } from './lint-message.ts'
import type { FindingDraft, FixEdit } from './lint-rule.ts'

/** A finding that one replacement mends. @param mark what is marked; without it, what is replaced */
export function textFix(messageIndex: number, edit: FixEdit, message: string, mark: TextSpan = edit): FindingDraft {
  return { messageIndex, start: mark.start, end: mark.end, message, fix: [edit] }
}

/** The fixes that a pattern asks for in the whole message; `replace` gives null where this match shall stay. */
export function matchFixes(
  { index, template }: Pick<LintMessage, 'index' | 'template'>,
  pattern: RegExp,
  replace: (match: RegExpExecArray) => { readonly replacement: string; readonly message: string } | null,
): FindingDraft[] {
  const found: FindingDraft[] = []
  for (const match of template.matchAll(pattern)) {
    const made = replace(match)
    if (!made) continue
    const edit = { start: match.index, end: match.index + match[0].length, replacement: made.replacement }
    found.push(textFix(index, edit, made.message))
  }
  return found
}

/**
 * Removes a phrase with the space around it, and gives the next word a capital where the phrase had one.
 * `start` and `end` are the phrase's own offsets.
 */
export function cutPhrase(template: string, start: number, end: number): FixEdit {
  let after = end
  while (template[after] === ' ' || template[after] === '\t') after += 1
  const next = template[after] ?? ''
  if (/\p{Lu}/u.test(template[start] ?? '') && /\p{Ll}/u.test(next)) {
    return { start, end: after + 1, replacement: next.toUpperCase() }
  }
  if (after > end || start === 0 || template[start - 1] === '\n') return { start, end: after, replacement: '' }
  // At the end of a sentence the space before goes: "do it, please." → "do it."
  let before = start
  while (template[before - 1] === ' ') before -= 1
  return { start: before, end, replacement: '' }
}

/** Removes a sentence: with its whole line where nothing else stands on it, bullet included; else with one gap. */
export function cutSentence(template: string, { start, end }: TextSpan): FixEdit {
  const lineStart = template.lastIndexOf('\n', start - 1) + 1
  const nextLine = template.indexOf('\n', end)
  const lineEnd = nextLine === -1 ? template.length : nextLine
  const isAlone =
    /^[ \t]*(?:[-*+•][ \t]+)?$/.test(template.slice(lineStart, start).slice(-80)) && start - lineStart < 80
  if (isAlone && template.slice(end, lineEnd).trim() === '') {
    return { start: lineStart, end: nextLine === -1 ? lineEnd : nextLine + 1, replacement: '' }
  }
  let after = end
  while (template[after] === ' ' || template[after] === '\t') after += 1
  if (after > end || start === lineStart) return { start, end: after, replacement: '' }
  let before = start
  while (template[before - 1] === ' ' || template[before - 1] === '\t') before -= 1
  return { start: before, end, replacement: '' }
}
