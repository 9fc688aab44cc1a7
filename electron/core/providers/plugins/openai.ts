import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions'
import type { ResponseCreateParamsStreaming } from 'openai/resources/responses/responses'
import { type ChatBody, chatBody, completeChat } from '../chat-completions.ts'
import { openaiBatches } from '../openai-batches.ts'
import type { Provider, ProviderContext, ProviderRequest } from '../provider.ts'
import { listDeadlines, readModelList } from '../read-model-list.ts'
import { apiFor, completeResponses, type ResponsesBody } from '../responses.ts'
import { bearerHeaders, openaiOptions } from '../sdk-options.ts'

const LABEL = 'OpenAI'
const ADDRESS = 'https://api.openai.com/v1'

export const plugin: Provider = {
  id: 'openai',
  label: LABEL,
  needsKey: true,
  keyVariable: 'OPENAI_API_KEY',
  defaultBaseUrl: ADDRESS,
  complete(request, context) {
    const isOwnAddress = context.baseUrl === null || context.baseUrl === ADDRESS
    return apiFor(request, isOwnAddress) === 'responses' ? respond(request, context) : chat(request, context)
  },
  batches: openaiBatches(connect),
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

function chat(request: ProviderRequest, context: ProviderContext) {
  const body = chatBody(request, {
    outputLimit: 'max_completion_tokens',
    hasStreamOptions: true,
    extra: { store: false },
  })
  return completeChat({
    label: LABEL,
    request,
    context,
    body,
    async post(sent: ChatBody, fetch) {
      const client = await connect({ ...context, fetch })
      // Holds: chatBody makes exactly these fields, and the SDK passes bodies on untouched.
      const parameters = sent as unknown as ChatCompletionCreateParamsStreaming
      return client.chat.completions.create(parameters, { headers: bearerHeaders(context.key) }).asResponse()
    },
  })
}

function respond(request: ProviderRequest, context: ProviderContext) {
  return completeResponses({
    label: LABEL,
    request,
    context,
    async post(body: ResponsesBody, fetch) {
      const client = await connect({ ...context, fetch })
      // Holds: responsesBody makes exactly these fields, and the SDK passes bodies on untouched.
      const parameters = body as unknown as ResponseCreateParamsStreaming
      return client.responses.create(parameters, { headers: bearerHeaders(context.key) }).asResponse()
    },
  })
}

type Target = Pick<ProviderContext, 'key' | 'baseUrl' | 'fetch' | 'deadlines'>

/** Loads the SDK at the first call: its import takes a fifth of a second, which a start without calls need not wait for. */
async function connect(target: Target) {
  const { OpenAI } = await import('openai')
  return new OpenAI(openaiOptions({ ...target, baseUrl: target.baseUrl ?? ADDRESS }))
}
