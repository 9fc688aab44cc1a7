import { cancelledReply, type Reply } from '../../shared/contract/client.ts'
import type { HostLink } from './host-link.ts'
import type { PreloadApi } from './preload-api.ts'

const NOT_ANSWERED: Reply = {
  ok: false,
  error: { code: 'host-unreachable', message: 'Pithy did not answer. Restart the application.', retryable: true },
}

/** The desktop: calls and events through the preload's functions. */
export function createIpcLink(api: PreloadApi): HostLink {
  return {
    extras: api.extras,
    onMenuAction: (listener) => void api.subscribe('action', (id) => listener(String(id))),
    watchConnection(listener) {
      listener('open')
      // The core's process may end and be started again.
      api.subscribe('connection', (state) => listener(state === 'lost' ? 'lost' : 'open'))
    },
    transport: {
      async send(name, input, signal) {
        if (signal?.aborted) return cancelledReply
        const id = crypto.randomUUID()
        const cancel = () => void api.cancel(id)
        signal?.addEventListener('abort', cancel, { once: true })
        try {
          return await api.call(id, name, input)
        } catch {
          return NOT_ANSWERED
        } finally {
          signal?.removeEventListener('abort', cancel)
        }
      },
      subscribe: (name, listener) => api.subscribe(name, listener),
    },
  }
}
