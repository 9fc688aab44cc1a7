import type { GuardedPost } from './guarded-fetch.ts'
import type { WireReply } from './post.ts'

export interface JsonPost {
  /** Of the interface, without a slash at its end. */
  readonly url: string
  /** In lower case; null = not sent. */
  readonly headers: Readonly<Record<string, string | null>>
  readonly body: unknown
}

/**
 * Sends a request of one of the protocols; its answer is read as it comes.
 *
 * Not by the vendors' SDKs: address, headers, body, deadlines and retries are ours in any case, and what they add costs
 * 0.09 ms and 20 objects a call (measured 2026-11). They serve batches, lists and counts; a test
 * (sdk-shapes.test.ts) holds bodies, events and headers against theirs.
 */
export function postJson(post: GuardedPost, { url, headers, body }: JsonPost): Promise<WireReply> {
  const sent: Record<string, string> = {
    accept: 'application/json',
    'content-type': 'application/json',
    'user-agent': 'Pithy',
  }
  for (const [name, value] of Object.entries(headers)) if (value !== null) sent[name] = value
  return post(url, { headers: sent, body: JSON.stringify(body) })
}

/** An address and a path of it, whether or not people wrote a slash at the address's end. */
export function endpoint(baseUrl: string, path: string): string {
  return `${baseUrl.replace(/\/+$/, '')}${path}`
}
