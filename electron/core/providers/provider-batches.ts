import type { ProviderContext, ProviderReply, ProviderRequest } from './provider.ts'
import type { ProviderError } from './provider-error.ts'

/** The most that one batch takes. */
export interface BatchLimits {
  readonly maxRequests: number
  /** Of all encoded requests together. */
  readonly maxBytes: number
}

export interface BatchContext extends Pick<ProviderContext, 'signal' | 'fetch' | 'key' | 'baseUrl'> {
  /** The vendor's name of the model, for messages. */
  readonly modelName: string
}

export interface NewBatch {
  /** Ours: kept with the provider, so that the batch is found again when its answer never comes. */
  readonly ownId: string
  /** As `groupOf` said. */
  readonly group: string
  /** As `encode` made them. */
  readonly requests: readonly string[]
}

export interface BatchStatus {
  /** How the provider names it. */
  readonly batchId: string
  /** ended: results can be read, also those of a batch that expired or was cancelled; failed: refused as a whole, unbilled. */
  readonly state: 'in-progress' | 'cancelling' | 'ended' | 'failed'
  readonly succeededCount: number
  readonly failedCount: number
  readonly expiresAtMs: number | null
  /** What became of requests that the results do not name; null = nobody knows. */
  readonly leftOver: 'expired' | 'cancelled' | null
  /** Why it failed, for the user; null otherwise. */
  readonly problem: string | null
}

/** expired, cancelled: never begun, and not billed. */
export type BatchOutcome =
  | { readonly kind: 'answered'; readonly reply: ProviderReply }
  | { readonly kind: 'failed'; readonly error: ProviderError }
  | { readonly kind: 'expired' }
  | { readonly kind: 'cancelled' }

export interface BatchResult {
  readonly customId: string
  readonly outcome: BatchOutcome
}

export interface SoughtBatch {
  readonly ownId: string
  readonly requestCount: number
  readonly submittedAtMs: number
  readonly isOurs: (customId: string) => boolean
  /** Whether a batch of the provider is known to be another one. */
  readonly isTaken: (batchId: string) => boolean
}

/** undecided: one that may be it cannot be looked into before it has ended. */
export type FoundBatch =
  | { readonly kind: 'found'; readonly batchId: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'undecided' }

/** A provider's batch API. Every method that asks it throws ProviderError with the money's state. */
export interface ProviderBatches {
  readonly limits: BatchLimits
  /** Requests for the same model that may share a batch give the same text. */
  readonly groupOf: (request: ProviderRequest, baseUrl: string | null) => string
  /**
   * One request as it stands in a batch, without a line break.
   *
   * @throws ProviderError `bad-input` for what the provider cannot take
   */
  readonly encode: (customId: string, request: ProviderRequest, baseUrl: string | null) => string
  /**
   * Hands over a batch.
   *
   * @throws ProviderError with billing `unknown` only when the batch may have been made: `find` then tells
   */
  readonly submit: (batch: NewBatch, context: BatchContext) => Promise<BatchStatus>
  readonly status: (batchId: string, context: BatchContext) => Promise<BatchStatus>
  /** Tells every result of an ended batch, in any order, and waits for `see`; resolves only when all were told. */
  readonly results: (
    batchId: string,
    context: BatchContext,
    see: (result: BatchResult) => Promise<void>,
  ) => Promise<void>
  readonly cancel: (batchId: string, context: BatchContext) => Promise<BatchStatus>
  /** Looks for a batch whose submission was never answered. */
  readonly find: (sought: SoughtBatch, context: BatchContext) => Promise<FoundBatch>
}
