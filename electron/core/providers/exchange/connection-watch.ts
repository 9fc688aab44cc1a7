import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'

/** Hears of the moments of a request before its reply; fetch itself does not tell them. */
export interface ConnectionListener {
  readonly connecting: () => void
  readonly connected: () => void
  /** Also for the statuses that fetch makes a network error of. */
  readonly answered: (status: number) => void
}

// Node's fetch publishes on process-wide channels: these two tie a message to the call it belongs to, and hold nothing else.
const callers = new AsyncLocalStorage<ConnectionListener>()
const listeners = new WeakMap<object, ConnectionListener>()

subscribe('undici:request:create', (message) => {
  const listener = callers.getStore()
  if (!listener) return
  listeners.set(requestOf(message), listener)
  listener.connecting()
})

// Published before the head is written. It may come in another call's context, one that opened the connection.
subscribe('undici:client:sendHeaders', (message) => listeners.get(requestOf(message))?.connected())

subscribe('undici:request:headers', (message) => {
  const listener = listeners.get(requestOf(message))
  // Holds: see requestOf.
  listener?.answered((message as { readonly response: { readonly statusCode: number } }).response.statusCode)
})

/** Runs a fetch whose listener hears when it waits for a connection and when its first byte leaves; never, with a foreign fetch. */
export function watchConnection<T>(listener: ConnectionListener, work: () => T): T {
  return callers.run(listener, work)
}

function requestOf(message: unknown): object {
  // All of these messages hold the request object (nodejs/undici docs, DiagnosticsChannel).
  return (message as { readonly request: object }).request
}
