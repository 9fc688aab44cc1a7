import type { Transport } from '../../shared/contract/client.ts'
import type { App } from './app.ts'

/** The contract without a wire: for the command line and for tests. */
export function inProcessTransport(app: App): Transport {
  const never = new AbortController().signal
  return {
    send: (name, input, signal) => app.dispatch(name, input, { signal: signal ?? never }),
    subscribe: (name, listener) => app.events.subscribe(name, listener),
  }
}
