import type { IncomingMessage } from 'node:http'

export class BodyTooLarge extends Error {}

/** Reads a request's whole body as UTF-8. @throws BodyTooLarge past `maxBytes`, before the rest is read */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    const part = chunk as Buffer // no encoding is set on the request, so chunks are buffers
    bytes += part.length
    if (bytes > maxBytes) throw new BodyTooLarge()
    chunks.push(part)
  }
  return Buffer.concat(chunks).toString('utf8')
}
