import type { Transport } from '../../shared/contract/client.ts'
import type { DesktopExtras } from './preload-api.ts'

/**
 * `no-token`: the page was opened without the address that Pithy printed, or with that of an earlier start.
 * `lost`: the event stream broke; the transport tries again by itself.
 */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'no-token'

/** How this page reaches the core, and what its host can do besides. */
export interface HostLink {
  readonly transport: Transport
  readonly extras: DesktopExtras | null
  /** Hears of the actions that are chosen in the window's menus; never called where the host has none. */
  readonly onMenuAction: (listener: (id: string) => void) => void
  /** Starts to watch the connection; calls back at once and at every change. */
  readonly watchConnection: (listener: (state: ConnectionState) => void) => void
}
