import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { plugin as anthropic } from '../../../../electron/core/providers/plugins/anthropic.ts'
import { plugin as openai } from '../../../../electron/core/providers/plugins/openai.ts'
import type { Provider } from '../../../../electron/core/providers/provider.ts'
import { ProviderError } from '../../../../electron/core/providers/provider-error.ts'
import { providers } from '../../../../electron/core/providers/registry.ts'
import { defaultParameters } from '../../../../shared/domain/prompt.ts'
import { FakeProviderServer } from '../../../support/fake-provider-server.ts'
import { fakeCall, fakeRequest } from '../../../support/provider-calls.ts'

let server: FakeProviderServer
beforeEach(async () => {
  server = await FakeProviderServer.start()
})
afterEach(() => server.close())

const request = fakeRequest({
  parameters: {
    ...defaultParameters,
    maxOutputTokens: 300,
    temperature: 0.5,
    stop: ['END'],
    responseSchema: { type: 'object' },
  },
})

describe.each([
  [
    'anthropic',
    anthropic,
    '/v1/messages/count_tokens',
    {
      model: 'model-a',
      system: 'Answer briefly.',
      messages: [{ role: 'user', content: 'Say hello.' }],
      output_config: { format: { type: 'json_schema', schema: { type: 'object' } } },
    },
  ],
  [
    'openai',
    openai,
    '/v1/responses/input_tokens',
    {
      model: 'model-a',
      input: [
        { role: 'system', content: 'Answer briefly.' },
        { role: 'user', content: 'Say hello.' },
      ],
      text: { format: { type: 'json_schema', name: 'response', schema: { type: 'object' }, strict: false } },
    },
  ],
] as const)('counting by %s', (_name, provider: Provider, path, body) => {
  const count = (overrides: Parameters<typeof fakeCall>[2] = {}) => {
    if (!provider.countTokens) throw new Error('It can count.')
    return provider.countTokens(request, fakeCall(provider, server, overrides).context)
  }

  it('asks its own endpoint for what changes the input, and for nothing else', async () => {
    server.next({ usage: { input: 4711, output: 0 } })
    expect(await count()).toBe(4711)
    expect(server.requests.map(({ method, path: asked, body: sent }) => [method, asked, sent])).toEqual([
      ['POST', path, body],
    ])
    expect(server.bill).toEqual([])
  })

  it.each([
    ['a wrong key', { kind: 'status', status: 401 }, 'provider-auth'],
    ['too many requests', { kind: 'status', status: 429 }, 'provider-limit'],
    ['a broken server', { kind: 'status', status: 500 }, 'provider-failed'],
    ['a page instead of an answer', { kind: 'raw', body: '<html>', contentType: 'text/html' }, 'provider-failed'],
    [
      'an answer without a number',
      { kind: 'raw', body: '{"input_tokens":"12"}', contentType: 'application/json' },
      'provider-failed',
    ],
    ['a connection that breaks', { kind: 'no-answer', how: 'reset' }, 'provider-failed'],
  ] as const)('tells %s as for any other call, but never of a bill: counting is free', async (_what, fault, code) => {
    server.next({ fault })
    const error: unknown = await count().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ProviderError)
    const { message, failure } = error as ProviderError
    expect((error as ProviderError).code).toBe(code)
    expect(message).not.toMatch(/Say hello|billed/)
    expect(failure.billing).not.toBe('unknown')
  })

  it('gives up at the deadline, and when the caller goes away', async () => {
    const never = new Promise(() => undefined)
    server.next({ gate: never }, { gate: never })
    await expect(count({ deadlines: { firstByteMs: 30, totalMs: 60 } })).rejects.toMatchObject({ code: 'timeout' })
    const abort = new AbortController()
    const counting = count({ signal: abort.signal })
    await server.arrived(2)
    abort.abort()
    await expect(counting).rejects.toMatchObject({ code: 'cancelled' })
  })
})

it('is offered by the providers that document such an endpoint, and by no other', () => {
  expect(
    providers.all
      .filter(({ countTokens }) => countTokens)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(['anthropic', 'openai'])
})
