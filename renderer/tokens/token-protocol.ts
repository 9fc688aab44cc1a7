import type { TextChange } from '../../shared/domain/text-change.ts'
import type { TokenSpans } from '../../shared/tokens/encoder.ts'
import type { EncodingId } from '../../shared/tokens/encodings.ts'

/** Exact tokens of a text by encoding; an encoding that is still loading is missing. */
export type TokenCounts = Readonly<Partial<Record<EncodingId, number>>>

/** A document's tokens in a range; `start` is where the first of them begins. */
export type RangeTokens = TokenSpans & {
  readonly start: number
  /** The bytes of each token, for short ranges only: see `MAX_TOKENS_WITH_BYTES`. */
  readonly bytes: readonly Uint8Array[] | null
}

/** So many tokens are looked at one by one; more are only coloured. */
export const MAX_TOKENS_WITH_BYTES = 16

/** What the main thread asks of the worker; messages are handled in order, except that a vocabulary may be awaited. */
export type TokenRequest =
  | { readonly type: 'watch'; readonly encodings: readonly EncodingId[] }
  /** The memory of a `CountBoard`, which is shared. */
  | { readonly type: 'share'; readonly memory: SharedArrayBuffer }
  | {
      readonly type: 'open'
      readonly docId: string
      /** Its place on the board; null = it has none. */
      readonly slot: number | null
    }
  | {
      readonly type: 'edit'
      readonly docId: string
      /** Rises with every edit; the reply repeats it. */
      readonly sequence: number
      readonly changes: readonly TextChange[]
      /** False for all but the last slice of a long text: acknowledged, not counted. */
      readonly isComplete: boolean
    }
  | { readonly type: 'close'; readonly docId: string }
  | {
      readonly type: 'count'
      readonly requestId: number
      readonly encoding: EncodingId
      readonly parts: readonly TextPart[]
    }
  | {
      readonly type: 'tokens'
      readonly requestId: number
      readonly docId: string
      readonly encoding: EncodingId
      readonly start: number
      readonly end: number
    }

/** A text or a slice of one; slices of one text follow each other within a request or over several. */
export interface TextPart {
  readonly text: string
  readonly isComplete: boolean
}

export type TokenReply =
  | {
      readonly type: 'counted'
      readonly docId: string
      readonly sequence: number
      readonly counts: TokenCounts
      /** o200k tokens by content class, for estimates; null unless an o200k encoding is watched and loaded. */
      readonly features: Float64Array | null
    }
  | { readonly type: 'taken'; readonly docId: string; readonly sequence: number }
  | { readonly type: 'totals'; readonly requestId: number; readonly totals: readonly number[] }
  | { readonly type: 'tokens'; readonly requestId: number; readonly tokens: RangeTokens }
  | {
      readonly type: 'failed'
      readonly docId: string | null
      readonly requestId: number | null
      readonly message: string
    }
