import Anthropic from '@anthropic-ai/sdk'
import type { MessageCreateParamsStreaming, RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages'
import OpenAI from 'openai'
import type { ChatCompletionChunk, ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions'
import type { ResponseCreateParamsStreaming, ResponseStreamEvent } from 'openai/resources/responses/responses'
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { messagesBody, messagesHeaders } from '../../../../electron/core/providers/formats/anthropic-messages.ts'
import { chatBody } from '../../../../electron/core/providers/formats/chat-completions.ts'
import { responsesBody } from '../../../../electron/core/providers/formats/responses.ts'
import {
  anthropicOptions,
  bearerHeaders,
  openaiOptions,
} from '../../../../electron/core/providers/formats/sdk-options.ts'
import { providers } from '../../../../electron/core/providers/registry.ts'
import { FakeProviderServer, type RecordedRequest } from '../../../support/fake-provider-server.ts'
import { fakeCall, fakeModel, fakeRequest } from '../../../support/provider-calls.ts'

/** Our bodies are readonly all the way down; the SDKs' types are not. */
type Given<T> = T extends readonly (infer E)[]
  ? readonly Given<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Given<T[K]> }
    : T

/** The SDK's newest types know no temperature any more; the older version of the interface that we name with it does. */
type Messages = Omit<ReturnType<typeof messagesBody>, 'temperature'>

// Held by the compiler (npm run typecheck): a field that an SDK renames, or a value that it no longer takes, fails there.
describe('the bodies that we write ourselves', () => {
  it('are what the SDKs take', () => {
    expectTypeOf<ReturnType<typeof chatBody>>().toExtend<Given<ChatCompletionCreateParamsStreaming>>()
    expectTypeOf<ReturnType<typeof responsesBody>>().toExtend<Given<ResponseCreateParamsStreaming>>()
    expectTypeOf<Messages>().toExtend<Given<MessageCreateParamsStreaming>>()
    // Types alone cannot tell that a field does not exist: what is assignable may have more of them.
    expectTypeOf<keyof ReturnType<typeof chatBody>>().toExtend<keyof ChatCompletionCreateParamsStreaming>()
    expectTypeOf<keyof ReturnType<typeof responsesBody>>().toExtend<keyof ResponseCreateParamsStreaming>()
    expectTypeOf<keyof Messages>().toExtend<keyof MessageCreateParamsStreaming>()
  })
})

describe('the events that we read ourselves', () => {
  it('are the SDKs’ own', () => {
    type Choice = ChatCompletionChunk['choices'][number]
    expectTypeOf<'id' | 'model' | 'created' | 'system_fingerprint' | 'service_tier' | 'usage' | 'choices'>().toExtend<
      keyof ChatCompletionChunk
    >()
    expectTypeOf<'index' | 'delta' | 'finish_reason'>().toExtend<keyof Choice>()
    expectTypeOf<'content' | 'refusal' | 'tool_calls'>().toExtend<keyof Choice['delta']>()
    expectTypeOf<'stop' | 'length' | 'content_filter' | 'tool_calls' | 'function_call'>().toEqualTypeOf<
      NonNullable<Choice['finish_reason']>
    >()

    expectTypeOf<
      | 'response.created'
      | 'response.in_progress'
      | 'response.queued'
      | 'response.output_text.delta'
      | 'response.refusal.delta'
      | 'response.completed'
      | 'response.incomplete'
      | 'response.failed'
      | 'response.output_item.added'
      | 'error'
    >().toExtend<ResponseStreamEvent['type']>()
    type Text = Extract<ResponseStreamEvent, { type: 'response.output_text.delta' | 'response.refusal.delta' }>
    expectTypeOf<Text['delta']>().toEqualTypeOf<string>()
    type End = Extract<ResponseStreamEvent, { type: 'response.completed' | 'response.incomplete' | 'response.failed' }>
    expectTypeOf<
      'id' | 'model' | 'created_at' | 'service_tier' | 'status' | 'usage' | 'error' | 'incomplete_details' | 'output'
    >().toExtend<keyof End['response']>()

    // Pings and errors come beside the typed events.
    expectTypeOf<RawMessageStreamEvent['type']>().toEqualTypeOf<
      | 'message_start'
      | 'content_block_start'
      | 'content_block_delta'
      | 'content_block_stop'
      | 'message_delta'
      | 'message_stop'
    >()
    type Start = Extract<RawMessageStreamEvent, { type: 'message_start' }>
    expectTypeOf<'id' | 'model' | 'usage' | 'stop_reason'>().toExtend<keyof Start['message']>()
    type Delta = Extract<RawMessageStreamEvent, { type: 'content_block_delta' }>['delta']
    expectTypeOf<'text_delta' | 'thinking_delta' | 'input_json_delta' | 'signature_delta'>().toExtend<Delta['type']>()
    type MessageDelta = Extract<RawMessageStreamEvent, { type: 'message_delta' }>
    expectTypeOf<'stop_reason'>().toExtend<keyof MessageDelta['delta']>()
    expectTypeOf<
      'input_tokens' | 'cache_creation_input_tokens' | 'cache_read_input_tokens' | 'output_tokens'
    >().toExtend<keyof MessageDelta['usage']>()
  })
})

describe('a request of ours and the same one by the SDK', () => {
  let server: FakeProviderServer

  beforeEach(async () => {
    server = await FakeProviderServer.start()
  })
  afterEach(() => server.close())

  const schema = { type: 'object', properties: {}, required: [], additionalProperties: false }
  const parameters = {
    maxOutputTokens: 200,
    temperature: 0.2,
    effort: 'low',
    stop: [],
    responseSchema: schema,
  } as const

  function target(baseUrl: string) {
    const { context } = fakeCall(providers.get('openai'), server)
    return { key: context.key, baseUrl, fetch: context.fetch, deadlines: context.deadlines }
  }

  it.each(['chat', 'responses'] as const)('arrive alike at OpenAI: %s', async (api) => {
    const request = fakeRequest({
      model: fakeModel({ api }),
      parameters: { ...parameters, stop: [], cache: 'prefix' },
      service: 'flex',
    })
    const provider = providers.get('openai')
    const { context } = fakeCall(provider, server)
    await provider.complete(request, context)
    const client = new OpenAI(openaiOptions(target(`${server.url}/v1`)))
    const headers = bearerHeaders(context.key)
    const dialect = {
      outputLimit: 'max_completion_tokens',
      hasStreamOptions: true,
      isOpenai: true,
      store: false,
    } as const
    // Holds: see the types above; the SDK's are mutable.
    if (api === 'chat') {
      const body = chatBody(request, dialect) as ChatCompletionCreateParamsStreaming
      await (await client.chat.completions.create(body, { headers }).asResponse()).text()
    } else {
      const body = responsesBody(request) as ResponseCreateParamsStreaming
      await (await client.responses.create(body, { headers }).asResponse()).text()
    }
    expectAlike()
  })

  it('arrive alike at Anthropic', async () => {
    const request = fakeRequest({ parameters: { ...parameters, stop: ['END'], cache: 'prefix', cacheTtl: '1h' } })
    const provider = providers.get('anthropic')
    const { context } = fakeCall(provider, server)
    await provider.complete(request, context)
    const client = new Anthropic(anthropicOptions(target(server.url)))
    // Holds: see the types above; the SDK's are mutable.
    const body = messagesBody(request) as MessageCreateParamsStreaming
    const headers = messagesHeaders(context.key, { hasTemperature: true, isOwnAddress: false })
    await (await client.messages.create(body, { headers }).asResponse()).text()
    expectAlike()
  })

  function expectAlike(): void {
    const [ours, theirs] = server.requests
    if (!ours || !theirs) throw new Error('Both requests should have arrived.')
    expect(whatMatters(ours)).toEqual(whatMatters(theirs))
    expect(server.requests).toHaveLength(2)
  }
})

/** Not user-agent and x-stainless-…, by which the SDKs tell about themselves, nor the bookkeeping of the connection. */
function whatMatters({ method, path, body, headers }: RecordedRequest) {
  const names = ['accept', 'content-type', 'authorization', 'x-api-key', 'anthropic-version', 'anthropic-beta']
  return { method, path, body, headers: Object.fromEntries(names.map((name) => [name, headers[name]])) }
}
