import type { MessageCountTokensParams } from '@anthropic-ai/sdk/resources/messages'
import { endpoint, postJson } from '../exchange/post-json.ts'
import { anthropicBatches } from '../formats/anthropic-batches.ts'
import {
  completeMessages,
  messagesBody,
  messagesHeaders,
  needsUserMessage,
  sendsTemperature,
} from '../formats/anthropic-messages.ts'
import { listDeadlines, readModelList } from '../formats/read-model-list.ts'
import { countedBody, readTokenCount } from '../formats/read-token-count.ts'
import { anthropicOptions, hostAddress } from '../formats/sdk-options.ts'
import type { Provider, ProviderContext } from '../provider.ts'

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
      post(body, wire) {
        const isOwnAddress = context.baseUrl === null || context.baseUrl === ADDRESS
        const headers = messagesHeaders(context.key, { hasTemperature: sendsTemperature(request), isOwnAddress })
        return postJson(wire, {
          url: endpoint(hostAddress(context.baseUrl ?? ADDRESS), '/v1/messages'),
          headers,
          body,
        })
      },
    }),
  caching: 'marked',
  batches: anthropicBatches(connect),
  async countTokens(request, context) {
    needsUserMessage(LABEL, request)
    return readTokenCount({
      label: LABEL,
      request,
      context,
      async send(fetch) {
        const client = await connect({ ...context, fetch })
        const isOwnAddress = context.baseUrl === null || context.baseUrl === ADDRESS
        const headers = messagesHeaders(context.key, { hasTemperature: false, isOwnAddress })
        // Holds: what is left of messagesBody are fields of this endpoint.
        const parameters = countedBody(messagesBody(request)) as unknown as MessageCountTokensParams
        return client.messages.countTokens(parameters, { headers }).asResponse()
      },
    })
  },
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

/** Loads the SDK when it is first needed: its import takes a fifth of a second. */
async function connect(target: Target) {
  const { Anthropic } = await import('@anthropic-ai/sdk')
  return new Anthropic(anthropicOptions({ ...target, baseUrl: target.baseUrl ?? ADDRESS }))
}
