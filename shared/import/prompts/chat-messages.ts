import { AppError } from '../../contract/errors.ts'
import type { Message, Role } from '../../domain/prompt.ts'
import { fieldsOf, listOf, textOf } from './json-fields.ts'

const ROLES: Readonly<Record<string, Role>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  ai: 'assistant',
  model: 'assistant',
}

/** A role by any of the names that vendors give it; null = none of them. */
export function roleOf(name: unknown): Role | null {
  return typeof name === 'string' && Object.hasOwn(ROLES, name) ? (ROLES[name] ?? null) : null
}

interface ReadMessages {
  readonly messages: readonly Message[]
  readonly notes: readonly string[]
  /** Whether a block carries the mark at which Anthropic ends its cached part. */
  readonly isCached: boolean
}

/** Messages of `{ role, content }`. @param read turns a text into a template @throws AppError `bad-input` */
export function readMessages(list: unknown, read: (text: string) => string): ReadMessages {
  const messages: Message[] = []
  const notes: string[] = []
  let isCached = false
  for (const [index, item] of listOf(list).entries()) {
    const place = `message ${index + 1}`
    const { role: name, content } = fieldsOf(item)
    const role = roleOf(name)
    if (role === null) {
      notes.push(`The ${place} is left out: its role is none of system, user and assistant.`)
      continue
    }
    const { texts, isMarked, others } = readContent(content)
    isCached ||= isMarked
    if (others > 0) notes.push(`In ${place}, ${others} parts that are no text are left out.`)
    messages.push({ role, template: naming(place, () => read(texts.join(''))) })
  }
  if (messages.length === 0) throw new AppError('bad-input', 'There are no messages in it.')
  return { messages, notes, isCached }
}

/** A text, or the texts of a list of parts. */
export function readContent(content: unknown): { texts: string[]; isMarked: boolean; others: number } {
  if (typeof content === 'string') return { texts: [content], isMarked: false, others: 0 }
  const parts = listOf(content).map(fieldsOf)
  const texts = parts.map(({ text }) => textOf(text)).filter((text) => text !== null)
  return {
    texts,
    isMarked: parts.some(({ cache_control }) => cache_control !== undefined && cache_control !== null),
    others: parts.length - texts.length,
  }
}

function naming<T>(place: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError(error.code, `${place}, ${error.message}`, { cause: error })
  }
}
