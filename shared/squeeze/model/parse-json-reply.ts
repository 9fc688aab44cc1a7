import type { z } from 'zod'

/** The JSON object of a reply, whatever stands around it (fences, a sentence before); null when there is none of that shape. */
export function parseJsonReply<T extends z.ZodType>(reply: string, shape: T): z.output<T> | null {
  const start = reply.indexOf('{')
  const end = reply.lastIndexOf('}')
  if (start === -1 || end < start) return null
  try {
    const parsed = shape.safeParse(JSON.parse(reply.slice(start, end + 1)))
    return parsed.success ? parsed.data : null
  } catch {
    return null // no JSON: the caller asks once more, or goes on without
  }
}
