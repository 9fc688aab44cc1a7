import type { Deadlines } from '../../../shared/domain/deadlines.ts'
import type { LogProbability } from '../../../shared/domain/log-probability.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import type { Parameters, RenderedMessage } from '../../../shared/domain/prompt.ts'
import type { ProviderKind } from '../../../shared/domain/provider.ts'
import type { FinishReason } from '../../../shared/domain/run.ts'
import type { ToolCall } from '../../../shared/domain/tool.ts'
import type { Usage } from '../../../shared/domain/usage.ts'
import type { Post } from './exchange/post.ts'
import type { ProviderBatches } from './provider-batches.ts'

export interface ProviderRequest {
  /** The vendor's name of the model, without our provider prefix. */
  readonly modelName: string
  /** What the catalog knows of it; its capabilities decide which parameters are sent. */
  readonly model: CatalogModel
  readonly messages: readonly RenderedMessage[]
  readonly parameters: Parameters
  /** Told apart only by the sandbox models and by the cache: trial 0, 1 … of the same request. */
  readonly repeat: number
  /** flex: at lower priority and price, where the provider has it; absent = as the account is set. */
  readonly service?: 'flex'
  /** Asks how sure the model is of each token; only where the provider's `givesLogProbabilities` says that it tells. */
  readonly wantsLogProbabilities?: boolean
}

export interface ProviderReply {
  /** Of tool calls without any text beside them: these as canonical JSON. */
  readonly output: string
  /** Absent where the model asked for no tool. */
  readonly toolCalls?: readonly ToolCall[]
  readonly finishReason: FinishReason
  /** Absent where it was not asked for or not told. */
  readonly logProbability?: LogProbability
  /** Null when the provider sent none: the caller counts and marks the numbers as estimated. */
  readonly usage: Usage | null
  /** The model that answered, as the provider names it; null when it does not say. */
  readonly answeredBy: string | null
  /** The service tier that answered, as the provider names it; absent or null when it does not say. */
  readonly serviceTier?: string | null
  /** From sending to the first piece of text; null without streaming. */
  readonly firstTokenMs: number | null
  /** The reply as it came, for the cell's drawer, without the text that `output` has. No header and no key is in it. */
  readonly raw: unknown
  /** What the provider's headers say about its limits; absent when they say nothing. */
  readonly limits?: RateLimits
  /** Present when `shouldStop` ended the stream: `finishReason` is then `stopped-early`. */
  readonly earlyStop?: EarlyStop
}

/** A stream that we ended. What was written until then is billed, and its final usage never comes. */
export interface EarlyStop {
  readonly reason: string
  /** What the provider had told by then; its input is final, its output is not. See stoppedUsage (stopped-usage.ts). */
  readonly usage: Usage | null
}

/** A provider's own word on what is left of its limits; a good answer keeps it even at 0 left. Null = not told. */
export interface RateLimits {
  readonly remainingRequests: number | null
  readonly remainingTokens: number | null
  /** Until what is used up is there again, 0 to 15 minutes. */
  readonly resetMs: number | null
}

/** What happened to the money when a call failed; decides whether it may be sent again. */
export type Billing = 'not-sent' | 'rejected' | 'unknown'

/** A failed call. `retryAfterMs` is the provider's own wish. */
export interface ProviderFailure {
  readonly billing: Billing
  readonly isRetryable: boolean
  readonly retryAfterMs: number | null
  /** HTTP status; null when none came. */
  readonly status: number | null
  /** What will fail in the same way, so that 10,000 cells do not fail one by one; absent = this call only. */
  readonly stops?: 'model' | 'provider'
  /** Refused for want of free capacity, not for the caller's rate. */
  readonly isOutOfCapacity?: boolean
  /** The request's field that the provider refuses, as it names it. */
  readonly refusedParameter?: string
  /** What had come when the reply broke off. */
  readonly partial?: PartialReply
}

/** A reply that never ended; it is kept to be shown, and never counts as an answer. */
export interface PartialReply {
  readonly output: string
  /** Anthropic tells the input's usage first; null elsewhere. */
  readonly usage: Usage | null
}

export interface ProviderContext {
  readonly signal: AbortSignal
  readonly fetch: typeof fetch
  /** Sends completions; absent = by fetch. */
  readonly post?: Post
  /** Null when the provider needs none. */
  readonly key: string | null
  /** Null = the vendor's own address. */
  readonly baseUrl: string | null
  /** Called when the first byte is about to leave: from here on an attempt without an answer may have been billed. */
  readonly onSend: () => void
  /** Text as it arrives, for the live view. */
  readonly onText: (text: string) => void
  /**
   * Asked after each streamed piece with all the text so far; a reason ends the call, and the connection with it. The
   * reply is then an answer, not a failure. Checkers: shared/evaluate/early-stop.
   */
  readonly shouldStop?: (textSoFar: string) => string | null
  readonly deadlines: Deadlines
}

export interface EmbeddingRequest {
  readonly modelName: string
  readonly text: string
}

/** A text as a vector. */
export interface EmbeddingReply {
  readonly vector: readonly number[]
  /** Null when the provider sent none. */
  readonly usage: Usage | null
  readonly answeredBy: string | null
}

/** A plug-in that can answer a request. One file in plugins/, named after its id, which is its ProviderKind. */
export interface Provider {
  readonly id: ProviderKind
  readonly label: string
  readonly needsKey: boolean
  /** The environment variable read where there is no keychain; null if it needs none. */
  readonly keyVariable: string | null
  /** The base URL it takes when the user gives none; null if one must be given. */
  readonly defaultBaseUrl: string | null
  /**
   * One attempt, no retry.
   *
   * @throws ProviderError (provider-error.ts) with the money's state
   */
  readonly complete: (request: ProviderRequest, context: ProviderContext) => Promise<ProviderReply>
  /**
   * Input tokens of a request by the provider's own count; free. Absent where there is no such endpoint.
   *
   * @throws ProviderError
   */
  readonly countTokens?: (
    request: ProviderRequest,
    context: Pick<ProviderContext, 'signal' | 'fetch' | 'key' | 'baseUrl' | 'deadlines'>,
  ) => Promise<number>
  /** Names of the models that it offers right now. */
  readonly listModels: (
    context: Pick<ProviderContext, 'signal' | 'fetch' | 'key' | 'baseUrl'>,
  ) => Promise<readonly string[]>
  /** Whether it takes requests at lower priority and price: `service: 'flex'`. */
  readonly hasFlex?: boolean
  /** Whether it tells how sure the model was of an answer; absent = never, as with Anthropic, whose API has no such field. */
  readonly givesLogProbabilities?: (request: Pick<ProviderRequest, 'model' | 'parameters'>) => boolean
  /** What a variant's caching becomes here, see ProviderInfo; absent = none. */
  readonly caching?: 'marked' | 'keyed'
  /**
   * One attempt to get a text's vector, no retry. Absent where it has no embedding models.
   *
   * @throws ProviderError
   */
  readonly embed?: (request: EmbeddingRequest, context: ProviderContext) => Promise<EmbeddingReply>
  /** Absent where there is no batch API. */
  readonly batches?: ProviderBatches
}
