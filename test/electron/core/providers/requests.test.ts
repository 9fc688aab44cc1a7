import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ProviderRequest } from '../../../../electron/core/providers/provider.ts'
import { providers } from '../../../../electron/core/providers/registry.ts'
import type { Effort } from '../../../../shared/domain/model.ts'
import { isStrictSchema } from '../../../../shared/models/schema-problems.ts'
import { FakeProviderServer } from '../../../support/fake-provider-server.ts'
import { failureOf, fakeCall, fakeModel, fakeRequest } from '../../../support/provider-calls.ts'

const schema = {
  type: 'object',
  properties: { label: { type: 'string' } },
  required: ['label'],
  additionalProperties: false,
}

const everything: ProviderRequest = fakeRequest({
  parameters: { maxOutputTokens: 200, temperature: 0.2, effort: 'low', stop: ['END'], responseSchema: schema },
})

const capabilities = { temperature: false, stop: false, efforts: [], structuredOutput: false, tools: false }
const nothing: ProviderRequest = { ...everything, model: fakeModel({ capabilities, maxOutputTokens: 1000 }) }

let server: FakeProviderServer

beforeEach(async () => {
  server = await FakeProviderServer.start()
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await server.close()
})

async function bodyOf(id: string, request: ProviderRequest): Promise<unknown> {
  const provider = providers.get(id)
  await provider.complete(request, fakeCall(provider, server).context)
  return server.requests.at(-1)?.body
}

describe('what is sent', () => {
  it('to OpenAI, with every parameter that the model takes', async () => {
    expect(await bodyOf('openai', everything)).toMatchInlineSnapshot(`
      {
        "max_completion_tokens": 200,
        "messages": [
          {
            "content": "Answer briefly.",
            "role": "system",
          },
          {
            "content": "Say hello.",
            "role": "user",
          },
        ],
        "model": "model-a",
        "reasoning_effort": "low",
        "response_format": {
          "json_schema": {
            "name": "response",
            "schema": {
              "additionalProperties": false,
              "properties": {
                "label": {
                  "type": "string",
                },
              },
              "required": [
                "label",
              ],
              "type": "object",
            },
            "strict": true,
          },
          "type": "json_schema",
        },
        "stop": [
          "END",
        ],
        "store": false,
        "stream": true,
        "stream_options": {
          "include_usage": true,
        },
        "temperature": 0.2,
      }
    `)
  })

  it('to a compatible server, with every parameter that the model takes', async () => {
    expect(await bodyOf('openai-compatible', everything)).toMatchInlineSnapshot(`
      {
        "max_tokens": 200,
        "messages": [
          {
            "content": "Answer briefly.",
            "role": "system",
          },
          {
            "content": "Say hello.",
            "role": "user",
          },
        ],
        "model": "model-a",
        "reasoning_effort": "low",
        "response_format": {
          "json_schema": {
            "name": "response",
            "schema": {
              "additionalProperties": false,
              "properties": {
                "label": {
                  "type": "string",
                },
              },
              "required": [
                "label",
              ],
              "type": "object",
            },
            "strict": true,
          },
          "type": "json_schema",
        },
        "stop": [
          "END",
        ],
        "stream": true,
        "stream_options": {
          "include_usage": true,
        },
        "temperature": 0.2,
      }
    `)
  })

  it('to Anthropic, with every parameter that the model takes', async () => {
    expect(await bodyOf('anthropic', everything)).toMatchInlineSnapshot(`
      {
        "max_tokens": 200,
        "messages": [
          {
            "content": "Say hello.",
            "role": "user",
          },
        ],
        "model": "model-a",
        "output_config": {
          "effort": "low",
          "format": {
            "schema": {
              "additionalProperties": false,
              "properties": {
                "label": {
                  "type": "string",
                },
              },
              "required": [
                "label",
              ],
              "type": "object",
            },
            "type": "json_schema",
          },
        },
        "stop_sequences": [
          "END",
        ],
        "stream": true,
        "system": "Answer briefly.",
        "temperature": 0.2,
      }
    `)
  })

  it('to OpenAI’s Responses, with every parameter that the model takes', async () => {
    const request = { ...everything, model: fakeModel({ api: 'responses' }) }
    const parameters = { ...request.parameters, stop: [] }
    expect(await bodyOf('openai', { ...request, parameters })).toEqual({
      model: 'model-a',
      input: [
        { role: 'system', content: 'Answer briefly.' },
        { role: 'user', content: 'Say hello.' },
      ],
      stream: true,
      store: false,
      max_output_tokens: 200,
      temperature: 0.2,
      reasoning: { effort: 'low' },
      text: { format: { type: 'json_schema', name: 'response', schema, strict: true } },
    })
    expect(server.requests.at(-1)?.path).toBe('/v1/responses')
    const bare = { ...nothing, model: fakeModel({ api: 'responses', capabilities }) }
    expect(Object.keys((await bodyOf('openai', bare)) as object)).toEqual([
      'model',
      'input',
      'stream',
      'store',
      'max_output_tokens',
    ])
  })

  it('to Anthropic, with the mark of the part to cache when the variant asks for one', async () => {
    const asked = fakeRequest({ parameters: { ...everything.parameters, cache: 'prefix' } })
    expect(await bodyOf('anthropic', asked)).toMatchObject({
      system: [{ type: 'text', text: 'Answer briefly.', cache_control: { type: 'ephemeral' } }],
    })
  })

  it('leaves out what the model’s capabilities do not name', async () => {
    expect([await bodyOf('openai', nothing), await bodyOf('anthropic', nothing)]).toMatchInlineSnapshot(`
      [
        {
          "max_completion_tokens": 200,
          "messages": [
            {
              "content": "Answer briefly.",
              "role": "system",
            },
            {
              "content": "Say hello.",
              "role": "user",
            },
          ],
          "model": "model-a",
          "store": false,
          "stream": true,
          "stream_options": {
            "include_usage": true,
          },
        },
        {
          "max_tokens": 200,
          "messages": [
            {
              "content": "Say hello.",
              "role": "user",
            },
          ],
          "model": "model-a",
          "stream": true,
          "system": "Answer briefly.",
        },
      ]
    `)
  })

  it('gives Anthropic the limit that it requires when the variant names none: 4096, or the model’s own if lower', async () => {
    const low = await bodyOf('anthropic', fakeRequest({ model: fakeModel({ maxOutputTokens: 1000 }) }))
    const high = await bodyOf('anthropic', fakeRequest())
    const unknown = await bodyOf('anthropic', fakeRequest({ model: fakeModel({ maxOutputTokens: null }) }))
    expect([low, high, unknown]).toMatchObject([{ max_tokens: 1000 }, { max_tokens: 4096 }, { max_tokens: 4096 }])
  })

  it('uses Anthropic’s older version for a temperature, which the newer one refuses', async () => {
    const provider = providers.get('anthropic')
    const headers = async (request: ProviderRequest) => {
      await provider.complete(request, fakeCall(provider, server).context)
      return server.requests.at(-1)?.headers['anthropic-version']
    }
    expect([await headers(everything), await headers(nothing)]).toEqual(['2023-06-01', '2026-10-21'])
  })

  it.each([['openai'], ['openai-compatible'], ['anthropic']])('takes nothing from the environment: %s', async (id) => {
    vi.stubEnv('OPENAI_API_KEY', 'sk-env')
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:9/v1')
    vi.stubEnv('OPENAI_ORG_ID', 'org-env')
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'authorization: Bearer sk-env\nx-env: 1')
    vi.stubEnv('ANTHROPIC_API_KEY', 'sk-env')
    vi.stubEnv('ANTHROPIC_AUTH_TOKEN', 'sk-env')
    vi.stubEnv('ANTHROPIC_BASE_URL', 'http://127.0.0.1:9')
    vi.stubEnv('ANTHROPIC_CUSTOM_HEADERS', 'authorization: Bearer sk-env\nx-api-key: sk-env\nx-env: 1')
    const provider = providers.get(id)
    await provider.complete(fakeRequest(), fakeCall(provider, server).context)
    const { headers } = server.requests[0] ?? {}
    expect(JSON.stringify(headers)).not.toMatch(/sk-env|org-env|x-env|stainless/)
    expect(headers?.authorization).toBe('Bearer sk-test-0123456789abcdef')
  })

  it('sends no key to a server that needs none', async () => {
    const provider = providers.get('openai-compatible')
    await provider.complete(fakeRequest(), fakeCall(provider, server, { key: null }).context)
    expect(server.requests[0]?.headers.authorization).toBeUndefined()
  })

  it('finds a compatible server whose address lacks /v1, and asks for one that is missing', async () => {
    const provider = providers.get('openai-compatible')
    await provider.complete(fakeRequest(), fakeCall(provider, server, { baseUrl: server.url }).context)
    expect(server.requests[0]?.path).toBe('/v1/chat/completions')
    const error = await failureOf(
      provider.complete(fakeRequest(), fakeCall(provider, server, { baseUrl: null }).context),
    )
    expect([error.code, error.failure.billing]).toEqual(['bad-input', 'not-sent'])
  })

  it('refuses half a character and a prompt without a user message before anything is sent', async () => {
    const provider = providers.get('anthropic')
    const broken = fakeRequest({ messages: [{ role: 'user', content: 'a\ud83d' }] })
    const silent = fakeRequest({ messages: [{ role: 'system', content: 'x' }] })
    for (const request of [broken, silent]) {
      const error = await failureOf(provider.complete(request, fakeCall(provider, server).context))
      expect([error.code, error.failure.billing]).toEqual(['bad-input', 'not-sent'])
    }
    expect(server.requests).toHaveLength(0)
  })
})

describe('log-probabilities', () => {
  const asked: ProviderRequest = { ...fakeRequest(), wantsLogProbabilities: true }

  it('are asked for in the field of each interface, and nowhere else', async () => {
    expect(await bodyOf('openai', asked)).toMatchObject({ logprobs: true })
    expect(await bodyOf('openai-compatible', asked)).toMatchObject({ logprobs: true })
    const model = fakeModel({ api: 'responses' })
    expect(await bodyOf('openai', { ...asked, model })).toMatchObject({ include: ['message.output_text.logprobs'] })
    for (const id of ['openai', 'openai-compatible', 'anthropic'])
      expect(Object.keys((await bodyOf(id, fakeRequest())) ?? {})).not.toContain('logprobs')
  })

  it('are told by OpenAI only where the model does not reason, by compatible servers always, by Anthropic never', () => {
    const tells = (id: string, efforts: ProviderRequest['model']['capabilities']['efforts'], effort: Effort | null) => {
      const { capabilities } = asked.model
      const model = { ...asked.model, capabilities: { ...capabilities, efforts } }
      return providers.get(id).givesLogProbabilities?.({ model, parameters: { ...asked.parameters, effort } }) ?? false
    }
    expect([tells('openai', [], null), tells('openai', ['none', 'low'], 'none')]).toEqual([true, true])
    expect([tells('openai', ['none', 'low'], null), tells('openai', ['low'], 'low')]).toEqual([false, false])
    expect([tells('openai-compatible', ['low'], 'low'), tells('anthropic', [], null)]).toEqual([true, false])
  })
})

describe('a compatible server with its own ways', () => {
  const refuse = (message: string) =>
    ({ fault: { kind: 'status', status: 400, body: { error: { message } } } }) as const

  it('is asked again without the field that it names as unknown', async () => {
    const provider = providers.get('openai-compatible')
    server.next(refuse('Unknown field: stream_options'), refuse('Use max_completion_tokens instead of max_tokens'))
    const call = fakeCall(provider, server)
    const reply = await provider.complete(everything, call.context)
    expect([reply.output, call.sends(), server.bill.length]).toEqual(['Hello there', 3, 1])
    expect(server.requests[2]?.body).toMatchObject({ max_completion_tokens: 200, stream: true })
    expect(Object.keys(server.requests[2]?.body ?? {})).not.toContain('stream_options')
  })

  it('is asked without log-probabilities where it refuses them, as OpenAI is', async () => {
    for (const id of ['openai-compatible', 'openai']) {
      server.next(refuse('Unrecognized request argument supplied: logprobs'))
      const call = fakeCall(providers.get(id), server)
      const reply = await providers.get(id).complete({ ...fakeRequest(), wantsLogProbabilities: true }, call.context)
      expect([reply.output, reply.logProbability]).toEqual(['Hello there', undefined])
      expect(server.requests.slice(-2).map(({ body }) => Object.hasOwn(body ?? {}, 'logprobs'))).toEqual([true, false])
    }
  })

  it('is not asked for ever', async () => {
    const provider = providers.get('openai-compatible')
    server.handle(() => refuse('stream_options and max_tokens are not known'))
    const error = await failureOf(provider.complete(fakeRequest(), fakeCall(provider, server).context))
    expect([error.code, server.requests.length]).toEqual(['provider-refused', 2])
  })
})

describe('isStrictSchema', () => {
  it.each([
    [schema, true],
    [{ ...schema, required: [] }, false],
    [{ ...schema, additionalProperties: true }, false],
    [{ type: 'object', properties: {} }, false],
    [{ type: 'array', items: schema }, false],
    [{ ...schema, properties: { label: { type: 'array', items: schema } } }, true],
    [{ type: 'array', items: { type: 'object' } }, false],
    [{ anyOf: [schema, { type: 'object' }] }, false],
    [{ type: 'string' }, false],
  ])('judges %j', (value, expected) => {
    expect(isStrictSchema(value)).toBe(expected)
  })
})
