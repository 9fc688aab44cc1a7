import type { ProviderId } from '../../shared/domain/ids.ts'
import type { Post } from './providers/exchange/post.ts'

/** Where a key is kept; nothing of it ever crosses the contract. */
export interface Secrets {
  /** What a key that is set now would be kept in. */
  readonly storage: 'keychain' | 'session' | 'environment'
  /** The key, or null. @throws AppError when the keychain is locked */
  readonly get: (providerId: ProviderId, keyVariable: string | null) => Promise<string | null>
  /** Where the key would come from, without reading it: `keychain`, `session`, or the variable's name. */
  readonly sourceOf: (providerId: ProviderId, keyVariable: string | null) => Promise<string | null>
  /** @throws AppError `conflict` where keys cannot be kept */
  readonly set: (providerId: ProviderId, key: string) => Promise<void>
  readonly remove: (providerId: ProviderId) => Promise<void>
}

export interface Log {
  readonly info: (message: string, fields?: Readonly<Record<string, string | number | boolean | null>>) => void
  readonly warn: (message: string, fields?: Readonly<Record<string, string | number | boolean | null>>) => void
  /** Takes the error apart itself, so that no request body or key of its fields gets into the log. */
  readonly error: (message: string, error: unknown) => void
}

/** What a host lends to the core. */
export interface Ports {
  readonly host: 'desktop' | 'web' | 'cli' | 'test'
  /** The SQLite file; its folder exists. */
  readonly libraryPath: string
  readonly appVersion: string
  readonly buildId: string
  readonly secrets: Secrets
  readonly log: Log
  readonly fetch: typeof fetch
  /** Sends completions with less work than fetch; absent = by fetch. */
  readonly post?: Post
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** UUIDv7: unique, sorts by time. */
  readonly newId: () => string
  /** 0 ≤ x < 1; for retry jitter only. */
  readonly random: () => number
}
