import type { JsonObject } from '../../../../shared/domain/json.ts'
import { isStrictSchema } from '../../../../shared/models/schema-problems.ts'
import { responsesTools } from '../../../../shared/models/tool-fields.ts'
import type { GuardedPost } from '../exchange/guarded-fetch.ts'
import type { WireReply } from '../exchange/post.ts'
import { streamReply } from '../exchange/stream-reply.ts'
import type { ProviderContext, ProviderReply, ProviderRequest } from '../provider.ts'
import { checkRequest } from './check-request.ts'
import { promptCacheKey } from './prompt-cache-key.ts'
import { ResponsesReader } from './responses-reader.ts'

export type ResponsesBody = Readonly<Record<string, unknown>>

/** The interface refuses a lower limit (OpenAI API reference, `max_output_tokens`). */
const MIN_OUTPUT_TOKENS = 16
const LOG_PROBABILITIES = 'message.output_text.logprobs' as const

/**
 * Which of OpenAI's two interfaces a request goes to. What only one of them can do decides first: stop sequences and very
 * low output limits exist in Chat Completions alone. Then the catalog's word; then Responses for models that reason, at
 * OpenAI's own address: proxies speak Chat Completions, and often nothing else.
 */
export function apiFor({ model, parameters }: ProviderRequest, isOwnAddress: boolean): 'chat' | 'responses' {
  const { stop, efforts } = model.capabilities
  if (stop && parameters.stop.length > 0) return 'chat'
  if (parameters.maxOutputTokens !== null && parameters.maxOutputTokens < MIN_OUTPUT_TOKENS) return 'chat'
  if (model.api !== undefined) return model.api
  return isOwnAddress && efforts.some((effort) => effort !== 'none') ? 'responses' : 'chat'
}

/** The body of a request; a parameter that the model's capabilities do not name is left out. */
export function responsesBody(request: ProviderRequest) {
  const { modelName, model, messages, parameters, service, wantsLogProbabilities } = request
  const { efforts, structuredOutput } = model.capabilities
  const { maxOutputTokens, temperature, effort, responseSchema } = parameters
  return {
    model: modelName,
    input: messages.map(({ role, content }) => ({ role, content })),
    stream: true as const,
    store: false,
    ...promptCacheKey({ messages, parameters }),
    ...(service ? { service_tier: service } : {}),
    ...(maxOutputTokens === null ? {} : { max_output_tokens: maxOutputTokens }),
    ...(model.capabilities.temperature && temperature !== null ? { temperature } : {}),
    ...(effort !== null && efforts.includes(effort) ? { reasoning: { effort } } : {}),
    ...responsesTools({ model, parameters }),
    ...(wantsLogProbabilities ? { include: [LOG_PROBABILITIES] } : {}),
    ...(structuredOutput && responseSchema ? { text: { format: textFormat(responseSchema) } } : {}),
  }
}

export interface ResponsesCall {
  readonly label: string
  readonly request: ProviderRequest
  readonly context: ProviderContext
  /** Sends the body with the fetch given. */
  readonly post: (body: ResponsesBody, post: GuardedPost) => Promise<WireReply>
}

/** One attempt at Responses. @throws ProviderError */
export async function completeResponses({ label, request, context, post }: ResponsesCall): Promise<ProviderReply> {
  checkRequest(request)
  const body = responsesBody(request)
  return streamReply({
    label,
    request,
    context,
    reader: new ResponsesReader(context),
    send: (wire) => post(body, wire),
  })
}

function textFormat(schema: JsonObject) {
  return { type: 'json_schema' as const, name: 'response', schema, strict: isStrictSchema(schema) }
}
