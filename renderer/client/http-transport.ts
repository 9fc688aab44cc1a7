import { cancelledReply, type Reply, type Transport } from '../../shared/contract/client.ts'
import type { EventName } from '../../shared/contract/routes.ts'
import type { ConnectionState, HostLink } from './host-link.ts'
import { createEventStreamParser } from './parse-event-stream.ts'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 10_000
/** 64 KiB is the limit for all of a page's requests together; a character may take three bytes. */
const KEEPALIVE_MAX_CHARACTERS = 15_000

/** Giving 400,000 characters to the browser took the main thread 9 ms as a string, and 3 ms so. */
const BLOB_MIN_CHARACTERS = 50_000

/** The web host: calls by POST, events by a fetched stream, since EventSource cannot send the token. */
export function createHttpLink(token: string | null): HostLink {
  const listeners = new Map<string, Set<(payload: unknown) => void>>()
  let report: (state: ConnectionState) => void = () => {}

  const transport: Transport = {
    async send(name, input, signal) {
      if (token === null) return failure('The token is missing. Open the address that Pithy printed when it started.')
      const body = JSON.stringify(input)
      try {
        const response = await fetch(`./api/call/${name}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: body.length < BLOB_MIN_CHARACTERS ? body : new Blob([body]),
          signal: signal ?? null,
          // Lets the last save arrive when the page closes; browsers allow it for small bodies only.
          keepalive: body.length < KEEPALIVE_MAX_CHARACTERS,
        })
        if (response.status === 401) report('no-token')
        // The host answers every call with a Reply, refusals included.
        return (await response.json()) as Reply
      } catch {
        if (signal?.aborted) return cancelledReply
        return failure('Pithy does not answer. Is it still running in the terminal?')
      }
    },
    subscribe(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(listener))
      return () => void set.delete(listener)
    },
  }

  function deliver(name: string, data: string): void {
    for (const listener of listeners.get(name as EventName) ?? []) listener(JSON.parse(data))
  }

  return {
    transport,
    extras: null,
    onMenuAction: () => {},
    watchConnection(listener) {
      report = listener
      if (token === null) return listener('no-token')
      void keepListening(token, deliver, listener)
    },
  }
}

/** Reads the event stream for as long as the page lives, with longer and longer waits while the host is away. */
async function keepListening(
  token: string,
  deliver: (name: string, data: string) => void,
  report: (state: ConnectionState) => void,
): Promise<void> {
  report('connecting')
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    try {
      const response = await fetch('./api/events', { headers: { authorization: `Bearer ${token}` } })
      if (response.status === 401) return report('no-token')
      if (response.ok && response.body) {
        report('open')
        waitMs = FIRST_WAIT_MS
        await readEvents(response.body, deliver)
      }
    } catch {
      // The host is away; the next turn of the loop asks again.
    }
    report('lost')
    await new Promise((resolve) => setTimeout(resolve, waitMs))
  }
}

async function readEvents(
  body: ReadableStream<Uint8Array>,
  deliver: (name: string, data: string) => void,
): Promise<void> {
  const parse = createEventStreamParser()
  const decoder = new TextDecoder()
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    for (const event of parse(decoder.decode(value, { stream: true }))) deliver(event.name, event.data)
  }
}

function failure(message: string): Reply {
  return { ok: false, error: { code: 'host-unreachable', message, retryable: true } }
}
