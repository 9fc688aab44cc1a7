import type { ProviderContext } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import { CallFault } from './call-fault.ts'
import { classifyFailure } from './classify-failure.ts'
import { CallClock } from './deadlines.ts'
import { type GuardedPost, guardFetch, guardPost } from './guarded-fetch.ts'
import { postByFetch, type WireReply } from './post.ts'

export interface Exchange<T, R extends WireReply = Response> {
  /** Who answers, for messages: "OpenAI". */
  readonly label: string
  /** Null when the call is about no model. */
  readonly modelName: string | null
  readonly context: Pick<ProviderContext, 'signal' | 'fetch' | 'post' | 'key' | 'deadlines' | 'onSend'>
  /** The SDKs send by fetch, our own requests by post. */
  readonly send: (fetch: typeof globalThis.fetch, post: GuardedPost) => Promise<R>
  readonly read: (reply: R, clock: CallClock) => Promise<T>
}

/**
 * One request and its reply, under the deadlines and the caller's signal.
 *
 * @throws ProviderError for every failure on the way; what else is thrown is a fault of this program
 */
export async function exchange<T, R extends WireReply = Response>({
  label,
  modelName,
  context,
  send,
  read,
}: Exchange<T, R>): Promise<T> {
  refuseBrokenKey(label, context.key)
  const clock = new CallClock(context.deadlines, context.signal)
  const seen: CallFault[] = []
  try {
    context.signal.throwIfAborted()
    const onFault = (fault: CallFault) => void seen.push(fault)
    const guard = { clock, onSend: context.onSend, onFault }
    const post = context.post ?? postByFetch(context.fetch)
    return await read(await send(guardFetch(context.fetch, guard), guardPost(post, guard)), clock)
  } catch (error) {
    const fault = seen[0] ?? (error instanceof CallFault ? error : null)
    if (!fault && !clock.signal.aborted) throw error
    throw classifyFailure(fault, {
      label,
      modelName,
      clock,
      deadlines: context.deadlines,
      nowMs: Date.now(),
      cause: error,
    })
  } finally {
    clock.stop()
  }
}

/** A pasted line break or quotation mark would fail deep inside fetch, with the key in the message. */
function refuseBrokenKey(label: string, key: string | null): void {
  if (key === null || /^[\x21-\x7e]+$/.test(key)) return
  const message = `The key for ${label} is empty or holds a blank, a line break or a character that no key has. Enter it again in Settings → Providers.`
  throw new ProviderError('provider-auth', message, {
    billing: 'not-sent',
    isRetryable: false,
    retryAfterMs: null,
    status: null,
    stops: 'provider',
  })
}
