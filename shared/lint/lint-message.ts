import { exampleTurns, type Prose, proseOf } from '../compress/prose-spans.ts'
import { type ProtectedSpan, protectedSpans } from '../compress/protect-spans.ts'
import { type Section, sectionsOf } from '../compress/section-path.ts'
import { splitSegments } from '../compress/split-segments.ts'
import { splitSentences } from '../compress/split-sentences.ts'
import type { TextSpan } from '../compress/text-span.ts'
import type { Segment } from '../domain/compression.ts'
import type { Message, Role } from '../domain/prompt.ts'

/** A sentence of prose; its piece and segment say where it stands. */
export interface Sentence extends TextSpan {
  readonly piece: Prose
  readonly text: string
}

/** One message as rules look at it; each view is made when first asked for, and kept. */
export class LintMessage {
  readonly index: number
  readonly role: Role
  readonly template: string
  /** Texts that the user locked. */
  readonly locked: Message['locked']
  /** True for a turn of a conversation that is itself an example. */
  readonly isExample: boolean
  #segments: readonly Segment[] | null = null
  #sections: ReadonlyMap<string, Section> | null = null
  #prose: readonly Prose[] | null = null
  #spans: readonly ProtectedSpan[] | null = null
  #sentences: readonly Sentence[] | null = null

  constructor(message: Message, place: { readonly index: number; readonly isExample: boolean }) {
    this.role = message.role
    this.template = message.template
    this.locked = message.locked
    this.index = place.index
    this.isExample = place.isExample
  }

  get segments(): readonly Segment[] {
    this.#segments ??= splitSegments([this]).map((segment, at) => ({
      ...segment,
      messageIndex: this.index,
      id: `m${this.index}-s${at}`,
    }))
    return this.#segments
  }

  /** The section of every segment, by the segment's id. */
  get sections(): ReadonlyMap<string, Section> {
    this.#sections ??= sectionsOf(this.segments)
    return this.#sections
  }

  /** What tells the model what to do: not code, data, examples and quoted text. Empty for an example turn. */
  get prose(): readonly Prose[] {
    this.#prose ??= this.isExample ? [] : proseOf(this.template, this.segments)
    return this.#prose
  }

  get spans(): readonly ProtectedSpan[] {
    this.#spans ??= protectedSpans(this.template, this.locked)
    return this.#spans
  }

  /** The sentences of the prose, in order. */
  get sentences(): readonly Sentence[] {
    this.#sentences ??= this.prose.flatMap((piece) =>
      splitSentences(this.template, piece).map(({ start, end }) => ({
        start,
        end,
        piece,
        text: this.template.slice(start, end),
      })),
    )
    return this.#sentences
  }
}

/** @param reuse a message of an earlier look, where it is still the same */
export function lintMessages(
  messages: readonly Message[],
  reuse: (index: number) => LintMessage | undefined = () => undefined,
): readonly LintMessage[] {
  const isExample = exampleTurns(messages)
  return messages.map((message, index) => {
    const place = { index, isExample: isExample[index] ?? false }
    const earlier = reuse(index)
    const isSame =
      earlier?.template === message.template &&
      earlier.role === message.role &&
      (earlier.locked ?? []).join('\0') === (message.locked ?? []).join('\0') &&
      earlier.isExample === place.isExample &&
      earlier.index === index
    return isSame ? earlier : new LintMessage(message, place)
  })
}
