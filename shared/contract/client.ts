import type { WireError } from '../domain/wire-error.ts'
import { AppError } from './errors.ts'
import { type EventName, events, type Input, type Output, type Payload, type RouteName, routes } from './routes.ts'

export type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError }

/** What a caller hears of a call that it has given up. */
export const cancelledReply: Reply = { ok: false, error: { code: 'cancelled', message: 'Cancelled.', retryable: true } }

/** All that a host must supply. */
export interface Transport {
  /** Resolves even when the call failed. */
  readonly send: (name: RouteName, input: unknown, signal?: AbortSignal) => Promise<Reply>
  /** Gives a function that ends the subscription. */
  readonly subscribe: (name: EventName, listener: (payload: unknown) => void) => () => void
}

/** All that a feature may use. */
export interface Client {
  readonly call: <K extends RouteName>(
    name: K,
    input: Input<K>,
    options?: { signal?: AbortSignal },
  ) => Promise<Output<K>>
  readonly on: <K extends EventName>(name: K, listener: (payload: Payload<K>) => void) => () => void
}

/** Puts types and checks on a transport; what the core sends is parsed, so that a stale page fails clearly. */
export function createClient(transport: Transport): Client {
  return {
    async call<K extends RouteName>(name: K, input: Input<K>, options?: { signal?: AbortSignal }) {
      const reply = await transport.send(name, input, options?.signal)
      if (!reply.ok) throw new AppError(reply.error.code, reply.error.message, { retryable: reply.error.retryable })
      const parsed = routes[name].output.safeParse(reply.value)
      if (!parsed.success) {
        const message = `Pithy answered "${name}" in a way that this page does not know: they are not of the same build. Reload the page.`
        throw new AppError('conflict', message, { cause: parsed.error })
      }
      // The schema is the one that Output<K> is inferred from.
      return parsed.data as Output<K>
    },
    on<K extends EventName>(name: K, listener: (payload: Payload<K>) => void) {
      // The schema is the one that Payload<K> is inferred from.
      return transport.subscribe(name, (payload) => listener(events[name].parse(payload) as Payload<K>))
    },
  }
}
