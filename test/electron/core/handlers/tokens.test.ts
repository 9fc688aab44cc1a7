import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { ModelId, ProviderId } from '../../../../shared/domain/ids.ts'
import { defaultParameters } from '../../../../shared/domain/prompt.ts'
import { FakeProviderServer } from '../../../support/fake-provider-server.ts'
import { createTestApp } from '../../../support/temp-app.ts'

let server: FakeProviderServer
beforeEach(async () => {
  server = await FakeProviderServer.start()
})
afterEach(() => server.close())

const content = { messages: [{ role: 'user' as const, content: 'Say hello.' }], parameters: defaultParameters }

async function appWithAnthropic() {
  const test = await createTestApp({ fetch: globalThis.fetch })
  onTestFinished(test.close)
  const { client } = test
  const providerId = ProviderId.parse('anthropic')
  const info = (await client.call('providers.list', {})).find(({ id }) => id === providerId)
  if (!info) throw new Error('Anthropic ships with Pithy.')
  await client.call('providers.save', { ...info, providerId, baseUrl: server.url })
  const model = (await client.call('models.list', {})).find((one) => one.providerId === providerId)
  if (!model) throw new Error('The catalog has Claude models.')
  return { ...test, providerId, modelId: model.id }
}

test('counts by the provider once, keeps it with its date, and asks again only for other content', async () => {
  const { client, clock, providerId, modelId } = await appWithAnthropic()
  await client.call('providers.set-key', { providerId, key: 'sk-test' })
  const ask = { ...content, modelIds: [modelId] }
  expect(await client.call('tokens.exact-counts', ask)).toEqual([{ modelId, canCount: true, known: null }])
  server.next({ usage: { input: 17, output: 0 } }, { usage: { input: 99, output: 0 } })
  const counted = await client.call('tokens.count-exactly', { ...content, modelId })
  expect(counted).toEqual({ tokens: 17, countedAt: new Date(clock.now()).toISOString() })
  clock.advance(86_400_000)
  const longer = { ...content, parameters: { ...defaultParameters, maxOutputTokens: 5, temperature: 1 } }
  expect(await client.call('tokens.count-exactly', { ...longer, modelId })).toEqual(counted)
  expect(server.requests).toHaveLength(1)
  expect(await client.call('tokens.exact-counts', ask)).toEqual([{ modelId, canCount: true, known: counted }])
  const other = { ...content, messages: [{ role: 'user' as const, content: 'Say hello!' }] }
  expect((await client.call('tokens.count-exactly', { ...other, modelId })).tokens).toBe(99)
})

test('without a key nothing is offered; a model without such an endpoint says so', async () => {
  const { client, modelId } = await appWithAnthropic()
  const sandbox = (await client.call('models.list', {})).find(({ isSimulation }) => isSimulation)
  const modelIds = [modelId, sandbox?.id ?? ModelId.parse('sandbox/x')]
  const known = await client.call('tokens.exact-counts', { ...content, modelIds })
  expect(known.map(({ canCount }) => canCount)).toEqual([false, false])
  await expect(client.call('tokens.count-exactly', { ...content, modelId })).rejects.toMatchObject({
    code: 'provider-auth',
  })
  await expect(client.call('tokens.count-exactly', { ...content, modelId: modelIds[1] ?? modelId })).rejects.toThrow(
    'no endpoint that counts tokens',
  )
  expect(server.requests).toEqual([])
})

test('what was counted exactly teaches the estimate of other texts; what has a schema does not', async () => {
  const { client, clock, providerId, modelId } = await appWithAnthropic()
  await client.call('providers.set-key', { providerId, key: 'sk-test' })
  expect(await client.call('tokens.calibrations', { modelIds: [modelId] })).toEqual([])
  server.next(...[120, 230, 77].map((input) => ({ usage: { input, output: 0 } })))
  const count = (text: string, parameters = defaultParameters) =>
    client.call('tokens.count-exactly', { messages: [{ role: 'user', content: text }], parameters, modelId })
  await count('Say hello to everyone in the room. '.repeat(10))
  const [first] = await client.call('tokens.calibrations', { modelIds: [modelId] })
  expect(first?.state.calls).toBe(1)
  clock.advance(1000)
  await count('Say hello to everyone in the room. '.repeat(20))
  clock.advance(1000)
  await count('Say hello.', { ...defaultParameters, responseSchema: { type: 'object' } })
  const [second] = await client.call('tokens.calibrations', { modelIds: [modelId] })
  expect(second?.state.calls).toBe(2)
})
