import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions'
import { type ChatBody, chatBody, completeChat } from '../chat-completions.ts'
import type { Provider, ProviderContext } from '../provider.ts'
import { listDeadlines, readModelList } from '../read-model-list.ts'
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
      post: (sent, fetch) => post(sent, { ...context, fetch }),
    })
  },
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

type Target = Pick<ProviderContext, 'key' | 'baseUrl' | 'fetch' | 'deadlines'>

async function post(body: ChatBody, target: Target): Promise<Response> {
  const client = await connect(target)
  // Holds: chatBody makes exactly these fields, and the SDK passes bodies on untouched.
  const parameters = body as unknown as ChatCompletionCreateParamsStreaming
  return client.chat.completions.create(parameters, { headers: bearerHeaders(target.key) }).asResponse()
}

/** Loads the SDK at the first call: its import takes a fifth of a second, which a start without calls need not wait for. */
async function connect(target: Target) {
  const { OpenAI } = await import('openai')
  return new OpenAI(openaiOptions({ ...target, baseUrl: target.baseUrl ?? ADDRESS }))
}
