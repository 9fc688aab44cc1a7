import { afterAll, beforeAll, expect, it } from 'vitest'
import { providers } from '../../../../../electron/core/providers/registry.ts'
import { FakeProviderServer } from '../../../../support/fake-provider-server.ts'
import { fakeCall } from '../../../../support/provider-calls.ts'

let server: FakeProviderServer
beforeAll(async () => {
  server = await FakeProviderServer.start()
})
afterAll(() => server.close())

const raw = (body: string) => ({ fault: { kind: 'raw', body, contentType: 'application/json' } }) as const
const good = { data: [{ embedding: [0.5, -0.25] }], model: 'embed-1', usage: { prompt_tokens: 7, total_tokens: 7 } }

function embed(id: 'openai' | 'openai-compatible', text = 'A text.') {
  const plugin = providers.get(id)
  const { context } = fakeCall(plugin, server)
  return plugin.embed?.({ modelName: 'embed-1', text }, { ...context, baseUrl: `${server.url}/v1` })
}

it.each(['openai', 'openai-compatible'] as const)('%s gives the vector of a text with its usage', async (id) => {
  server.next(raw(JSON.stringify(good)))
  expect(await embed(id)).toMatchObject({
    vector: [0.5, -0.25],
    usage: { inputTokens: 7, outputTokens: 0 },
    answeredBy: 'embed-1',
  })
  expect(server.requests.at(-1)).toMatchObject({
    path: '/v1/embeddings',
    body: { model: 'embed-1', input: 'A text.', encoding_format: 'float' },
  })
})

it.each([
  ['no vector', '{"data":[]}'],
  ['a vector that is none', '{"data":[{"embedding":["x"]}]}'],
  ['half a reply', '{"data":[{"embedding":[0.1'],
  ['a page', '<html></html>'],
  ['an event stream', 'data: {}\n\n'],
  ['an error', '{"error":{"message":"Too long."}}'],
])('a reply with %s is a failure of the provider', async (_name, body) => {
  server.next(raw(body))
  await expect(embed('openai')).rejects.toMatchObject({ name: 'ProviderError' })
})

it('refuses half of a character before anything is sent, and tells a rate limit from it', async () => {
  await expect(embed('openai', 'a\ud800')).rejects.toMatchObject({ failure: { billing: 'not-sent' } })
  server.next({ fault: { kind: 'status', status: 429 } })
  await expect(embed('openai')).rejects.toMatchObject({
    failure: { status: 429, isRetryable: true, billing: 'rejected' },
  })
})
