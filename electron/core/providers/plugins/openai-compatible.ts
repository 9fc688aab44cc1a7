import { endpoint, postJson } from '../exchange/post-json.ts'
import { type ChatBody, chatBody, completeChat } from '../formats/chat-completions.ts'
import { notSent } from '../formats/check-request.ts'
import { askEmbedding } from '../formats/embeddings.ts'
import { listDeadlines, readModelList } from '../formats/read-model-list.ts'
import { bearerHeaders, openaiOptions } from '../formats/sdk-options.ts'
import type { Provider, ProviderContext, ProviderReply, ProviderRequest } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'

export const plugin: Provider = {
  id: 'openai-compatible',
  label: 'OpenAI-compatible',
  needsKey: false,
  keyVariable: null,
  defaultBaseUrl: null,
  async complete(request, context) {
    const baseUrl = addressOf(context.baseUrl)
    const body = chatBody(request, { outputLimit: 'max_tokens', hasStreamOptions: true })
    return completeAdapting(body, { request, context, baseUrl, label: labelOf(baseUrl) })
  },
  async embed(request, context) {
    const baseUrl = addressOf(context.baseUrl)
    const to = { url: endpoint(baseUrl, '/embeddings'), headers: bearerHeaders(context.key) }
    return askEmbedding({ label: labelOf(baseUrl), request, context, to })
  },
  // Whoever does not know the field either leaves it out or refuses it by name, and is then asked without it.
  givesLogProbabilities: () => true,
  async listModels(context) {
    const baseUrl = addressOf(context.baseUrl)
    return readModelList({
      label: labelOf(baseUrl),
      context,
      async send(fetch) {
        const client = await connect({ ...context, baseUrl, fetch, deadlines: listDeadlines })
        return client.get('/models', { headers: bearerHeaders(context.key) }).asResponse()
      },
    })
  },
}

interface Call {
  readonly request: ProviderRequest
  readonly context: ProviderContext
  readonly baseUrl: string
  readonly label: string
}

/**
 * Servers differ in three fields: some know no `stream_options` or `logprobs`, some take no `max_tokens`. One that names the field it refuses
 * has billed nothing, and is asked once more in its own way within the same attempt.
 */
async function completeAdapting(body: ChatBody, call: Call): Promise<ProviderReply> {
  const { request, context, baseUrl, label } = call
  try {
    return await completeChat({
      label,
      request,
      context,
      body,
      post(sent, wire) {
        const url = endpoint(baseUrl, '/chat/completions')
        return postJson(wire, { url, headers: bearerHeaders(context.key), body: sent })
      },
    })
  } catch (error) {
    const adapted = error instanceof ProviderError ? adapt(body, error) : null
    if (adapted === null) throw error
    return completeAdapting(adapted, call)
  }
}

/** The body without the refused field; null when there is nothing to change, which ends the asking. */
function adapt(body: ChatBody, { failure }: ProviderError): ChatBody | null {
  const refused = failure.billing === 'rejected' ? failure.refusedParameter : undefined
  if (refused === undefined || !(refused in body)) return null
  const { [refused]: value, ...rest } = body
  if (refused === 'stream_options' || refused === 'logprobs') return rest
  return refused === 'max_tokens' ? { ...rest, max_completion_tokens: value } : null
}

type Target = Pick<ProviderContext, 'key' | 'fetch' | 'deadlines'> & { readonly baseUrl: string }

/** Loads the SDK when it is first needed: its import takes a fifth of a second. */
async function connect(target: Target) {
  const { OpenAI } = await import('openai')
  return new OpenAI(openaiOptions(target))
}

/** With the /v1 that people leave out when they copy a server's address. */
function addressOf(baseUrl: string | null): string {
  if (baseUrl === null || !URL.canParse(baseUrl)) {
    throw notSent(
      'This provider has no address. Enter its base URL in Settings → Providers, for instance http://127.0.0.1:11434/v1.',
    )
  }
  return new URL(baseUrl).pathname === '/' ? new URL('/v1', baseUrl).href : baseUrl
}

function labelOf(baseUrl: string): string {
  return `The endpoint ${new URL(baseUrl).host}`
}
