import type { Segment } from '../domain/compression.ts'
import type { Message } from '../domain/prompt.ts'
import { quotedText } from './quoted-text.ts'
import type { TextSpan } from './text-span.ts'

/** A piece of prose that tells the model what to do, with the segment that it is a part of. */
export interface Prose extends TextSpan {
  readonly messageIndex: number
  readonly segment: Segment
}

/**
 * Where words may be taken out without a model's judgement: not in code, data, tables, examples and quoted text. Turns of
 * a conversation that is itself an example have no prose at all, see exampleTurns.
 */
export function proseOf(template: string, segments: readonly Segment[]): Prose[] {
  return without(segments.filter(isProse), quotedText(template))
}

/** A line that ends in a colon counts as a heading, yet it often is a sentence: "Please answer in this form:". */
function isProse({ kind, text }: Segment): boolean {
  if (kind === 'heading') return text.endsWith(':') && !/^[#*]/.test(text)
  return kind === 'paragraph' || kind === 'list-item' || kind === 'sentence'
}

/** Which messages are turns of a conversation that is an example: the model's, and the user's beside them. */
export function exampleTurns(messages: readonly Pick<Message, 'role'>[]): readonly boolean[] {
  const hasAssistant = messages.some(({ role }) => role === 'assistant')
  return messages.map(({ role }) => role === 'assistant' || (role === 'user' && hasAssistant))
}

/** What is left of the segments beside the quoted spans; both are in order. */
function without(segments: readonly Segment[], quoted: readonly TextSpan[]): Prose[] {
  const prose: Prose[] = []
  let next = 0
  for (const segment of segments) {
    const { messageIndex, end } = segment
    let start = segment.start
    while ((quoted[next]?.end ?? Infinity) <= start) next += 1
    for (let at = next; (quoted[at]?.start ?? Infinity) < end; at += 1) {
      const span = quoted[at]
      if (span === undefined) break
      if (span.start > start) prose.push({ messageIndex, segment, start, end: span.start })
      start = Math.max(start, span.end)
    }
    if (start < end) prose.push({ messageIndex, segment, start, end })
  }
  return prose
}
