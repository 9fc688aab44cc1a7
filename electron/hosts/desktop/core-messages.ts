import type { Reply } from '../../../shared/contract/client.ts'
import type { EventName } from '../../../shared/contract/routes.ts'
import type { ProviderId } from '../../../shared/domain/ids.ts'
import type { WireError } from '../../../shared/domain/wire-error.ts'
import type { Secrets } from '../../core/ports.ts'
import type { Repair } from '../../core/store/library/repair-library.ts'

/** What the window's main process sends to the process of the core. Plain data: it is cloned on the way. */
export type ToCore =
  | {
      readonly kind: 'open'
      readonly libraryPath: string
      readonly secretStorage: Secrets['storage']
      /** What the user chose for a library that is damaged; null = it is opened as it is. */
      readonly repair: Repair | null
    }
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'secret'; readonly id: number; readonly reply: Reply }
  | { readonly kind: 'close' }

export type FromCore =
  /** `repaired`: what was done to the library before, for the user; null = nothing. */
  | { readonly kind: 'opened'; readonly repaired: string | null }
  | { readonly kind: 'not-opened'; readonly error: WireError }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply }
  | { readonly kind: 'event'; readonly name: EventName; readonly payload: unknown }
  | { readonly kind: 'secret'; readonly id: number; readonly question: SecretQuestion }
  | { readonly kind: 'closed' }

/** The keychain belongs to the main process: the core asks for a key at the moment it needs it, and keeps none. */
export type SecretQuestion =
  | { readonly ask: 'get' | 'source'; readonly providerId: ProviderId; readonly keyVariable: string | null }
  | { readonly ask: 'set'; readonly providerId: ProviderId; readonly key: string }
  | { readonly ask: 'remove'; readonly providerId: ProviderId }

/** One end of the channel between the two. */
export interface MessageEnd<Out, In> {
  readonly post: (message: Out) => void
  readonly listen: (listener: (message: In) => void) => void
}
