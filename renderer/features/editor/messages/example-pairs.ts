import { exampleTurns } from '../../../../shared/compress/find-examples.ts'
import type { Message } from '../../../../shared/domain/prompt.ts'

/** An example given as a conversation: a user's message with the assistant's answer after it. */
export interface ExamplePair {
  /** Of the user's message; the answer follows. */
  readonly index: number
  /** 1, 2 … among the examples. */
  readonly place: number
  /** Whether both texts are locked as they are. */
  readonly isLocked: boolean
  /** Orders of all messages in which it has changed places with the example before or after it; null at an end. */
  readonly up: readonly number[] | null
  readonly down: readonly number[] | null
}

export function examplePairs(messages: readonly Message[]): ExamplePair[] {
  const starts = exampleTurns(messages)
  const isPair = new Set(starts)
  const swapped = (first: number) => {
    if (!isPair.has(first) || !isPair.has(first + 2)) return null
    const order = [...messages.keys()]
    return order.toSpliced(first, 4, first + 2, first + 3, first, first + 1)
  }
  return starts.map((index, at) => ({
    index,
    place: at + 1,
    isLocked: [index, index + 1].every((one) => isWhollyLocked(messages[one])),
    up: swapped(index - 2),
    down: swapped(index),
  }))
}

/** Both messages with their whole texts locked, or with these locks taken off. */
export function toggledPair(messages: readonly Message[], { index, isLocked }: ExamplePair): Message[] {
  return messages.map((message, at) => {
    if (at !== index && at !== index + 1) return message
    const { locked = [], ...rest } = message
    const others = locked.filter((text) => text !== message.template)
    const next = isLocked || message.template.trim() === '' ? others : [...others, message.template]
    return next.length === 0 ? rest : { ...rest, locked: next }
  })
}

function isWhollyLocked(message: Message | undefined): boolean {
  return message !== undefined && (message.template.trim() === '' || (message.locked ?? []).includes(message.template))
}
