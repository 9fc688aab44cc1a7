import { AppError } from '../contract/errors.ts'
import type { Edit } from '../domain/compression.ts'
import type { Message } from '../domain/prompt.ts'
import { protectedSpans } from './protect-spans.ts'

type AppliedEdit = Pick<Edit, 'messageIndex' | 'start' | 'end' | 'original' | 'replacement'>

/**
 * The messages with the edits taken.
 *
 * @throws AppError `conflict` when the text is no longer what an edit was made for, or two edits overlap; `bad-input`
 *   when a protected span would be lost
 */
export function applyEdits(messages: readonly Message[], edits: readonly AppliedEdit[]): Message[] {
  const after = messages.map((message, messageIndex) => {
    const own = edits.filter((edit) => edit.messageIndex === messageIndex).toSorted((a, b) => a.start - b.start)
    return { ...message, template: applyToTemplate(message.template, own) }
  })
  if (edits.some((edit) => edit.messageIndex >= messages.length)) {
    throw new AppError('conflict', 'An edit belongs to a message that is not there any more. Ask for new edits.')
  }
  const lost = lostSpan(messages, after)
  if (lost !== null)
    throw new AppError('bad-input', `These edits would lose the protected ${lost}. Refuse the edit that touches it.`)
  return after
}

function applyToTemplate(template: string, edits: readonly AppliedEdit[]): string {
  let text = ''
  let at = 0
  for (const { start, end, original, replacement } of edits) {
    if (start < at) throw new AppError('conflict', 'Two of the edits change the same text. Take one of them.')
    if (template.slice(start, end) !== original) {
      throw new AppError('conflict', 'The prompt has changed since these edits were made. Ask for new ones.')
    }
    text += template.slice(at, start) + replacement
    at = end
  }
  return text + template.slice(at)
}

/**
 * A protected span whose text stands nowhere after the edits, or null. A span may come fewer times (a sentence said twice
 * is taken out once), yet its text must survive byte for byte.
 */
function lostSpan(before: readonly Message[], after: readonly Message[]): string | null {
  const kept = spanTexts(after)
  for (const text of spanTexts(before)) {
    if (!kept.has(text)) return `“${text.length > 60 ? `${text.slice(0, 57)}…` : text}”`
  }
  return null
}

function spanTexts(messages: readonly Message[]): Set<string> {
  return new Set(
    messages.flatMap(({ template, locked }) =>
      protectedSpans(template, locked).map(({ start, end }) => template.slice(start, end)),
    ),
  )
}
