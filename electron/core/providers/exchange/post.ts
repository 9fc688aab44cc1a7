import { type ConnectionListener, watchConnection } from './connection-watch.ts'

/** Headers of a reply; fetch's own are such, too. */
export interface ReplyHeaders extends Iterable<[name: string, value: string]> {
  /** By its name in lower case. */
  readonly get: (name: string) => string | null
}

export interface BodyReader {
  readonly read: () => Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
  /** Gives the connection up. */
  readonly cancel: () => Promise<void>
}

/** What the engine needs of a reply; fetch's Response is one. */
export interface WireReply {
  readonly status: number
  readonly headers: ReplyHeaders
  readonly body: { readonly getReader: () => BodyReader; readonly cancel: () => Promise<void> } | null
}

export interface PostInit {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly signal: AbortSignal
  readonly connection: ConnectionListener
}

/** Sends a body, follows no redirect, and resolves with the head of the reply. */
export type Post = (url: string, init: PostInit) => Promise<WireReply>

/** For hosts that lend nothing but fetch. */
export function postByFetch(fetch: typeof globalThis.fetch): Post {
  return (url, { connection, ...init }) =>
    watchConnection(connection, () => fetch(url, { ...init, method: 'POST', redirect: 'manual' }))
}
