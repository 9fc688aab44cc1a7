import type { HostLink } from './host-link.ts'
import { createHttpLink } from './http-transport.ts'
import { createIpcLink } from './ipc-transport.ts'
import { takeToken } from './take-token.ts'

/** The desktop's preload where there is one, else the web host that served this page. */
export function chooseTransport(): HostLink {
  if (window.pithy) return createIpcLink(window.pithy)
  return createHttpLink(takeToken(window.location, window.history, window.sessionStorage))
}
