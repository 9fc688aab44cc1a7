import type { JsonValue } from '../../domain/json.ts'
import type { Plugin } from '../../plugin-registry.ts'

export type JsonRow = Readonly<Record<string, JsonValue>>

/** How another tool writes a case, told by its members; read into plain columns, which the user then maps. */
export interface RowShape extends Plugin {
  readonly isShapeOf: (row: JsonRow) => boolean
  /** The row's columns (of several cases, where it stands for several), or in a sentence why it is no case. */
  readonly flatten: (row: JsonRow) => JsonRow | readonly JsonRow[] | string
}

export function isRecord(value: JsonValue | undefined): value is { [name: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An object's members as columns; anything else as the column `input`. */
export function inputColumns(input: JsonValue): JsonRow {
  return isRecord(input) ? input : { input }
}

/**
 * A conversation as columns: `system`, the last user message as `input`, and what came between as `conversation`.
 *
 * @returns a sentence where it is no list of messages, or nobody asks in it
 */
export function conversationColumns(messages: JsonValue): JsonRow | string {
  if (!Array.isArray(messages) || !messages.every(isRecord))
    return 'A list of messages with role and content is expected.'
  const textOf = (content: JsonValue | undefined) =>
    typeof content === 'string' ? content : content === undefined || content === null ? '' : JSON.stringify(content)
  const isSystem = ({ role }: JsonRow) => role === 'system' || role === 'developer'
  const system = messages.filter(isSystem).map(({ content }) => textOf(content))
  const spoken = messages.filter((message) => !isSystem(message))
  const last = spoken.findLastIndex(({ role }) => role === 'user')
  const asked = spoken[last]
  if (!asked) {
    if (system.length === 0) return 'None of its messages is from a user.'
    return { input: system.join('\n\n') }
  }
  const before = spoken.slice(0, last)
  return {
    ...(system.length > 0 ? { system: system.join('\n\n') } : {}),
    ...(before.length > 0 ? { conversation: before } : {}),
    input: textOf(asked.content),
  }
}
