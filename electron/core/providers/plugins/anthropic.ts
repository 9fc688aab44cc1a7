import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages'
import { anthropicBatches } from '../anthropic-batches.ts'
import { completeMessages, messagesHeaders, sendsTemperature } from '../anthropic-messages.ts'
import type { Provider, ProviderContext } from '../provider.ts'
import { listDeadlines, readModelList } from '../read-model-list.ts'
import { anthropicOptions } from '../sdk-options.ts'

const LABEL = 'Anthropic'
const ADDRESS = 'https://api.anthropic.com'

export const plugin: Provider = {
  id: 'anthropic',
  label: LABEL,
  needsKey: true,
  keyVariable: 'ANTHROPIC_API_KEY',
  defaultBaseUrl: ADDRESS,
  complete: (request, context) =>
    completeMessages({
      label: LABEL,
      request,
      context,
      async post(body, fetch) {
        const client = await connect({ ...context, fetch })
        const isOwnAddress = context.baseUrl === null || context.baseUrl === ADDRESS
        const headers = messagesHeaders(context.key, { hasTemperature: sendsTemperature(request), isOwnAddress })
        // Holds: messagesBody makes exactly these fields, and the SDK passes bodies on untouched.
        const parameters = body as unknown as MessageCreateParamsStreaming
        return client.messages.create(parameters, { headers }).asResponse()
      },
    }),
  batches: anthropicBatches(connect),
  listModels: (context) =>
    readModelList({
      label: LABEL,
      context,
      async send(fetch) {
        const client = await connect({ ...context, fetch, deadlines: listDeadlines })
        const isOwnAddress = context.baseUrl === null || context.baseUrl === ADDRESS
        const headers = messagesHeaders(context.key, { hasTemperature: false, isOwnAddress })
        return client.get('/v1/models', { query: { limit: 1000 }, headers }).asResponse()
      },
    }),
}

type Target = Pick<ProviderContext, 'key' | 'baseUrl' | 'fetch' | 'deadlines'>

/** Loads the SDK at the first call: its import takes a fifth of a second, which a start without calls need not wait for. */
async function connect(target: Target) {
  const { Anthropic } = await import('@anthropic-ai/sdk')
  return new Anthropic(anthropicOptions({ ...target, baseUrl: target.baseUrl ?? ADDRESS }))
}
