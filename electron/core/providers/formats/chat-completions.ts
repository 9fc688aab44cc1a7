import type { JsonObject } from '../../../../shared/domain/json.ts'
import { isStrictSchema } from '../../../../shared/models/schema-problems.ts'
import { chatTools } from '../../../../shared/models/tool-fields.ts'
import type { GuardedPost } from '../exchange/guarded-fetch.ts'
import type { WireReply } from '../exchange/post.ts'
import { streamReply } from '../exchange/stream-reply.ts'
import type { ProviderContext, ProviderReply, ProviderRequest } from '../provider.ts'
import { ChatCompletionReader } from './chat-completion-reader.ts'
import { checkRequest } from './check-request.ts'
import { promptCacheKey } from './prompt-cache-key.ts'

export type ChatBody = Readonly<Record<string, unknown>>

/** How one server's Chat Completions differ. */
export interface ChatDialect {
  /** OpenAI's reasoning models refuse `max_tokens`; most other servers know nothing else. */
  readonly outputLimit: 'max_completion_tokens' | 'max_tokens'
  /** Whether usage can be asked for in a stream. */
  readonly hasStreamOptions: boolean
  /** Whether it knows `service_tier` and `prompt_cache_key`: OpenAI's own. */
  readonly isOpenai?: boolean
  /** False = OpenAI is asked to keep nothing; absent = a server that knows no such field. */
  readonly store?: false
}

/**
 * The body of a request; a parameter that the model's capabilities do not name is left out. Its type is inferred, so that
 * a test can hold it against the SDK's.
 */
export function chatBody(request: ProviderRequest, dialect: ChatDialect) {
  const { modelName, model, messages, parameters, service, wantsLogProbabilities } = request
  const { temperature, stop, efforts, structuredOutput } = model.capabilities
  const { maxOutputTokens, effort, responseSchema } = parameters
  return {
    model: modelName,
    messages: messages.map(({ role, content }) => ({ role, content })),
    stream: true as const,
    ...(dialect.hasStreamOptions ? { stream_options: { include_usage: true } } : {}),
    ...(maxOutputTokens === null ? {} : outputLimit(dialect, maxOutputTokens)),
    ...(temperature && parameters.temperature !== null ? { temperature: parameters.temperature } : {}),
    ...(stop && parameters.stop.length > 0 ? { stop: parameters.stop } : {}),
    ...(effort !== null && efforts.includes(effort) ? { reasoning_effort: effort } : {}),
    ...(structuredOutput && responseSchema ? { response_format: responseFormat(responseSchema) } : {}),
    ...chatTools(request),
    ...(wantsLogProbabilities ? { logprobs: true as const } : {}),
    ...(service && dialect.isOpenai ? { service_tier: service } : {}),
    ...(dialect.isOpenai ? promptCacheKey(request) : {}),
    ...(dialect.store === undefined ? {} : { store: dialect.store }),
  }
}

export interface ChatCall {
  readonly label: string
  readonly request: ProviderRequest
  readonly context: ProviderContext
  readonly body: ChatBody
  /** Sends the body with the fetch given. */
  readonly post: (body: ChatBody, post: GuardedPost) => Promise<WireReply>
}

/** One attempt at Chat Completions. @throws ProviderError */
export async function completeChat({ label, request, context, body, post }: ChatCall): Promise<ProviderReply> {
  checkRequest(request)
  return streamReply({
    label,
    request,
    context,
    reader: new ChatCompletionReader(context),
    send: (wire) => post(body, wire),
  })
}

function outputLimit(dialect: ChatDialect, tokens: number) {
  return dialect.outputLimit === 'max_tokens' ? { max_tokens: tokens } : { max_completion_tokens: tokens }
}

function responseFormat(schema: JsonObject) {
  return { type: 'json_schema' as const, json_schema: { name: 'response', schema, strict: isStrictSchema(schema) } }
}
