import type { z } from 'zod'
import type { ModelRequest } from '../squeeze-ports.ts'
import { parseJsonReply } from './parse-json-reply.ts'

/**
 * Asks for JSON, and once more with what was wrong when the answer has not the shape that was asked for; null when the second
 * one has not either, or when no answer came at all.
 */
export async function askJson<T extends z.ZodType>(
  request: ModelRequest,
  shape: T,
  complete: (request: ModelRequest) => Promise<string | null>,
): Promise<z.output<T> | null> {
  const reply = await complete(request)
  if (reply === null) return null
  const parsed = parseJsonReply(reply, shape)
  if (parsed !== null) return parsed
  const again = await complete({ ...request, user: `${request.user}\n\n${faultOf(reply)}` })
  return again === null ? null : parseJsonReply(again, shape)
}

/** What to tell a model whose answer could not be read. */
export function faultOf(reply: string): string {
  const why = !reply.includes('{')
    ? 'it held no JSON object'
    : reply.trimEnd().endsWith('}') || reply.trimEnd().endsWith('`')
      ? 'it was not JSON of the shape that was asked for'
      : 'it broke off before its JSON ended; be briefer'
  return `Your last answer could not be used: ${why}. Answer with the JSON object only.`
}
