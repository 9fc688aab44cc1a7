import type { Message } from '../domain/prompt.ts'
import type { TextChange } from '../domain/text-change.ts'
import { lockedSpans } from './protect-spans.ts'

/**
 * A message's locks after its text changed. A lock whose own text was edited goes along with it; one that was deleted whole
 * stays and waits, so that undo, or pasting it elsewhere, finds it locked.
 */
export function keepLocks({ template, locked }: Message, after: string, change: TextChange | null): Message['locked'] {
  if (!locked || change === null) return locked
  const { at, deleteCount, insertText } = change
  const end = at + deleteCount
  const kept = locked.map((literal) => {
    if (after.includes(literal)) return literal
    const hit = lockedSpans(template, [literal]).find((span) => span.start < Math.max(end, at + 1) && span.end > at)
    if (!hit) return literal
    const inserted = at >= hit.start && end <= hit.end ? insertText : ''
    const text = template.slice(hit.start, Math.max(hit.start, at)) + inserted + template.slice(end, hit.end)
    return text.trim() !== '' && after.includes(text) ? text : literal
  })
  return [...new Set(kept)]
}
