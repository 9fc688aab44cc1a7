import type { HostLink } from './host-link.ts'
import { createHttpLink } from './http-transport.ts'
import { createIpcLink } from './ipc-transport.ts'
import { takeToken } from './take-token.ts'

/** The desktop's preload where there is one, else the web host that served this page. */
export function chooseTransport(): HostLink {
  if (window.pithy) return createIpcLink(window.pithy)
  takeLaterToken()
  return createHttpLink(takeToken(window.location, window.history, window.sessionStorage))
}

/** A new start's address, opened in a tab that shows the old one on the same port, changes the fragment and loads nothing. */
function takeLaterToken(): void {
  window.addEventListener('hashchange', () => {
    if (new URLSearchParams(window.location.hash.slice(1)).has('t')) window.location.reload()
  })
}
