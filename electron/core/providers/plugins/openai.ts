import type { GuardedPost } from '../exchange/guarded-fetch.ts'
import { endpoint, postJson } from '../exchange/post-json.ts'
import { chatBody, completeChat } from '../formats/chat-completions.ts'
import { askEmbedding } from '../formats/embeddings.ts'
import { openaiBatches } from '../formats/openai-batches.ts'
import { listDeadlines, readModelList } from '../formats/read-model-list.ts'
import { countedBody, readTokenCount } from '../formats/read-token-count.ts'
import { apiFor, completeResponses, responsesBody } from '../formats/responses.ts'
import { bearerHeaders, openaiOptions } from '../formats/sdk-options.ts'
import type { Provider, ProviderContext, ProviderRequest } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'

const LABEL = 'OpenAI'
const ADDRESS = 'https://api.openai.com/v1'

export const plugin: Provider = {
  id: 'openai',
  label: LABEL,
  needsKey: true,
  keyVariable: 'OPENAI_API_KEY',
  defaultBaseUrl: ADDRESS,
  async complete(request, context) {
    try {
      return await send(request, context)
    } catch (error) {
      if (!request.wantsLogProbabilities || !refusesLogProbabilities(error)) throw error
      // Nothing was billed, and the answer is worth more than how sure the model was of it.
      return await send({ ...request, wantsLogProbabilities: false }, context)
    }
  },
  // Models that reason tell it only where they are asked not to (OpenAI's guide to its newest models, read 2026-11).
  givesLogProbabilities: ({ model, parameters }) =>
    model.capabilities.efforts.length === 0 || parameters.effort === 'none',
  embed: (request, context) =>
    askEmbedding({
      label: LABEL,
      request,
      context,
      to: { url: endpoint(context.baseUrl ?? ADDRESS, '/embeddings'), headers: bearerHeaders(context.key) },
    }),
  hasFlex: true,
  caching: 'keyed',
  batches: openaiBatches(connect),
  countTokens: (request, context) =>
    readTokenCount({
      label: LABEL,
      request,
      context,
      async send(fetch) {
        const client = await connect({ ...context, fetch })
        const body = countedBody(responsesBody(request))
        return client.responses.inputTokens.count(body, { headers: bearerHeaders(context.key) }).asResponse()
      },
    }),
  listModels: (context) =>
    readModelList({
      label: LABEL,
      context,
      async send(fetch) {
        const client = await connect({ ...context, fetch, deadlines: listDeadlines })
        return client.get('/models', { headers: bearerHeaders(context.key) }).asResponse()
      },
    }),
}

function send(request: ProviderRequest, context: ProviderContext) {
  const isOwnAddress = context.baseUrl === null || context.baseUrl === ADDRESS
  return apiFor(request, isOwnAddress) === 'responses' ? respond(request, context) : chat(request, context)
}

function refusesLogProbabilities(error: unknown): boolean {
  if (!(error instanceof ProviderError) || error.failure.billing !== 'rejected') return false
  return /^(?:include\b|logprobs$|top_logprobs$)/.test(error.failure.refusedParameter ?? '')
}

function chat(request: ProviderRequest, context: ProviderContext) {
  const body = chatBody(request, {
    outputLimit: 'max_completion_tokens',
    hasStreamOptions: true,
    isOpenai: true,
    store: false,
  })
  return completeChat({
    label: LABEL,
    request,
    context,
    body,
    post: (sent, wire) => post(wire, context, '/chat/completions', sent),
  })
}

function respond(request: ProviderRequest, context: ProviderContext) {
  return completeResponses({
    label: LABEL,
    request,
    context,
    post: (body, wire) => post(wire, context, '/responses', body),
  })
}

function post(wire: GuardedPost, { baseUrl, key }: ProviderContext, path: string, body: unknown) {
  return postJson(wire, { url: endpoint(baseUrl ?? ADDRESS, path), headers: bearerHeaders(key), body })
}

type Target = Pick<ProviderContext, 'key' | 'baseUrl' | 'fetch' | 'deadlines'>

/** Loads the SDK when it is first needed: its import takes a fifth of a second. */
async function connect(target: Target) {
  const { OpenAI } = await import('openai')
  return new OpenAI(openaiOptions({ ...target, baseUrl: target.baseUrl ?? ADDRESS }))
}
