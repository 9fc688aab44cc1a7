import type { Message } from '../domain/prompt.ts'
import { type PlainVariable, parseTemplate } from '../template/parse-template.ts'

export interface PlainMessage {
  readonly role: Message['role']
  readonly template: string
  readonly variables: readonly PlainVariable[]
}

/**
 * A prompt's messages where they use nothing but plain variables, which every target format can express; null when a
 * message has conditions, loops or filters.
 */
export function plainMessages(messages: readonly Message[]): readonly PlainMessage[] | null {
  const plain: PlainMessage[] = []
  for (const { role, template } of messages) {
    const parsed = parseTemplate(template)
    if (parsed.kind !== 'plain') return null
    plain.push({ role, template, variables: parsed.parts.filter((part) => typeof part !== 'string') })
  }
  return plain
}

/** Names of the variables in order of first appearance. */
export function variableNames(messages: readonly PlainMessage[]): string[] {
  return [...new Set(messages.flatMap((message) => message.variables.map((variable) => variable.name)))]
}
