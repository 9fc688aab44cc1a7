import type { CatalogModel } from '../../../../shared/domain/model.ts'
import { cachedMessages } from '../../../../shared/export/cached-messages.ts'
import { messagesTools } from '../../../../shared/models/tool-fields.ts'
import type { GuardedPost } from '../exchange/guarded-fetch.ts'
import type { WireReply } from '../exchange/post.ts'
import { streamReply } from '../exchange/stream-reply.ts'
import type { ProviderContext, ProviderReply, ProviderRequest } from '../provider.ts'
import { checkRequest, notSent } from './check-request.ts'
import { MessagesReader } from './messages-reader.ts'

export type MessagesBody = Readonly<Record<string, unknown>>

/** Required by the API. Generous for an answer, and small enough that a worst case can be reserved for it. */
const DEFAULT_MAX_TOKENS = 4096

const API_VERSION = '2026-10-21'
/** The last version that takes temperature, on the models that still do (dependency notes of 2026-11-21). */
const SAMPLING_API_VERSION = '2023-06-01'

/** What `max_tokens` is when the variant names none. */
export function defaultMaxTokens({ maxOutputTokens }: Pick<CatalogModel, 'maxOutputTokens'>): number {
  return Math.min(maxOutputTokens ?? DEFAULT_MAX_TOKENS, DEFAULT_MAX_TOKENS)
}

/** The body of a request; a parameter that the model's capabilities do not name is left out. */
export function messagesBody({ modelName, model, messages, parameters }: ProviderRequest) {
  const { stop, efforts, structuredOutput } = model.capabilities
  const { maxOutputTokens, temperature, effort, responseSchema } = parameters
  const outputConfig = {
    // The interface has no name for these two.
    ...(effort !== null && effort !== 'none' && effort !== 'minimal' && efforts.includes(effort) ? { effort } : {}),
    ...(structuredOutput && responseSchema ? { format: { type: 'json_schema' as const, schema: responseSchema } } : {}),
  }
  return {
    model: modelName,
    max_tokens: maxOutputTokens ?? defaultMaxTokens(model),
    ...cachedMessages(messages, parameters.cache ?? 'none', parameters.cacheTtl),
    stream: true as const,
    ...messagesTools({ model, parameters }),
    ...(temperature !== null && sendsTemperature({ model, parameters }) ? { temperature } : {}),
    ...(stop && parameters.stop.length > 0 ? { stop_sequences: parameters.stop } : {}),
    ...(Object.keys(outputConfig).length > 0 ? { output_config: outputConfig } : {}),
  }
}

/** Both forms of the key where the address is not Anthropic's own: self-hosted proxies often read only `x-api-key`. */
export function messagesHeaders(
  key: string | null,
  options: { readonly hasTemperature: boolean; readonly isOwnAddress: boolean },
) {
  const { hasTemperature, isOwnAddress } = options
  return {
    'anthropic-version': hasTemperature ? SAMPLING_API_VERSION : API_VERSION,
    authorization: key === null || (hasTemperature && isOwnAddress) ? null : `Bearer ${key}`,
    ...(key !== null && (hasTemperature || !isOwnAddress) ? { 'x-api-key': key } : {}),
  }
}

export function sendsTemperature({ model, parameters }: Pick<ProviderRequest, 'model' | 'parameters'>): boolean {
  return model.capabilities.temperature && parameters.temperature !== null
}

export interface MessagesCall {
  readonly label: string
  readonly request: ProviderRequest
  readonly context: ProviderContext
  /** Sends the body with the fetch given. */
  readonly post: (body: MessagesBody, post: GuardedPost) => Promise<WireReply>
}

/** One attempt at Messages. @throws ProviderError */
export async function completeMessages({ label, request, context, post }: MessagesCall): Promise<ProviderReply> {
  checkRequest(request)
  needsUserMessage(label, request)
  return streamReply({
    label,
    request,
    context,
    reader: new MessagesReader(context),
    send: (fetch) => post(messagesBody(request), fetch),
  })
}

/** @throws ProviderError `bad-input` when there is nothing but system messages */
export function needsUserMessage(label: string, { messages }: Pick<ProviderRequest, 'messages'>): void {
  if (messages.some(({ role }) => role !== 'system')) return
  throw notSent(
    `${label} needs a user message beside the system message. Move the part that changes per case into one.`,
  )
}
