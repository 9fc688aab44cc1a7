import { CallFault } from './call-fault.ts'
import { type ConnectionListener, watchConnection } from './connection-watch.ts'
import type { CallClock } from './deadlines.ts'
import type { Post, PostInit, WireReply } from './post.ts'

const MAX_ERROR_BODY_CHARACTERS = 64 * 1024
// The SDKs add headers from OPENAI_CUSTOM_HEADERS and ANTHROPIC_CUSTOM_HEADERS, and a description of this machine: only what
// the protocols need leaves.
const ALLOWED_HEADER = /^(accept|content-type|user-agent|authorization|x-api-key|anthropic-(version|beta))$/i

export interface CallGuard {
  readonly clock: CallClock
  readonly onSend: () => void
  /** Told the fault before it is thrown, because the SDKs wrap or replace what their fetch throws. */
  readonly onFault: (fault: CallFault) => void
}

/** A post without a signal or a listener of its own: the call's clock is both. */
export type GuardedPost = (url: string, sent: Pick<PostInit, 'headers' | 'body'>) => Promise<WireReply>

/**
 * A fetch for the SDKs that follows no redirect (Node resends `x-api-key` and the prompt to the new place), obeys the call's
 * clock and turns every answer but 2xx into a CallFault.
 */
export function guardFetch(fetch: typeof globalThis.fetch, guard: CallGuard): typeof globalThis.fetch {
  return (input, init) =>
    guarded(guard, (connection) => {
      const headers = allowedHeaders(init?.headers)
      const sent = { ...init, headers, redirect: 'manual', signal: guard.clock.signal } as const
      return watchConnection(connection, () => fetch(input, sent))
    })
}

/** The same for what we send ourselves. */
export function guardPost(post: Post, guard: CallGuard): GuardedPost {
  return (url, sent) => guarded(guard, (connection) => post(url, { ...sent, signal: guard.clock.signal, connection }))
}

async function guarded<R extends WireReply>(
  { clock, onSend, onFault }: CallGuard,
  send: (connection: ConnectionListener) => Promise<R>,
): Promise<R> {
  let status: number | null = null
  try {
    clock.signal.throwIfAborted()
    onSend()
    clock.sending()
    const reply = await send({
      connecting: () => clock.connecting(),
      connected: () => clock.connected(),
      answered: (told) => {
        status = told
      },
    })
    return await refuseFailure(reply)
  } catch (error) {
    const fault = error instanceof CallFault ? error : faultOf(error, status)
    onFault(fault)
    throw fault
  }
}

/** Fetch makes a network error of status 407, and drops its headers and body (Fetch standard, HTTP-network-or-cache fetch). */
function faultOf(error: unknown, status: number | null): CallFault {
  if (status !== 407) return new CallFault({ kind: 'network', code: codeOf(error) }, { cause: error })
  return new CallFault({ kind: 'status', status, headers: new Headers(), body: null }, { cause: error })
}

async function refuseFailure<R extends WireReply>(reply: R): Promise<R> {
  const { status, headers } = reply
  if (status >= 200 && status < 300) return reply
  // 0: fetch's opaque redirect, where it makes one.
  if (status === 0 || (status >= 300 && status < 400)) {
    reply.body?.cancel().catch(() => undefined)
    throw new CallFault({ kind: 'redirect', status })
  }
  throw new CallFault({ kind: 'status', status, headers, body: await readErrorBody(reply) })
}

/** Null when it does not arrive whole: the status alone is then known for sure. */
async function readErrorBody(reply: WireReply): Promise<string | null> {
  const reader = reply.body?.getReader()
  if (!reader) return ''
  const decoder = new TextDecoder()
  let text = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return text
      text += decoder.decode(value, { stream: true })
      if (text.length > MAX_ERROR_BODY_CHARACTERS) {
        reader.cancel().catch(() => undefined)
        return null
      }
    }
  } catch {
    return null
  }
}

function allowedHeaders(given: RequestInit['headers']): [string, string][] {
  const entries = given instanceof Headers || Array.isArray(given) ? [...given] : Object.entries(given ?? {})
  return entries.flatMap(([name = '', value = '']) => (ALLOWED_HEADER.test(name) ? [[name, value]] : []))
}

/** The deepest code of the chain of causes: fetch says only "fetch failed" itself. */
function codeOf(error: unknown): string | null {
  let code: string | null = null
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string') code = at.code
    else if (at.message === 'bad port') code = 'BAD_PORT'
    if (at instanceof AggregateError && at.errors[0] instanceof Error) code = codeOf(at.errors[0]) ?? code
  }
  return code
}
