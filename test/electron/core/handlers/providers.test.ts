import { expect, it, onTestFinished } from 'vitest'
import type { Ports } from '../../../../electron/core/ports.ts'
import { ModelId, ProviderId } from '../../../../shared/domain/ids.ts'
import { createTestApp } from '../../../support/temp-app.ts'

async function openApp(overrides: Partial<Ports> = {}) {
  const test = await createTestApp(overrides)
  onTestFinished(test.close)
  return test
}

const providerId = ProviderId.parse('my-box')
const own = { providerId, label: 'My box', baseUrl: 'http://localhost:8000/v1/', maxConcurrency: 2, needsKey: true }

/** Answers `GET /models` at the one address with these names, and remembers the keys that it was shown. */
function serveModels(address: string, names: readonly string[]) {
  const seenKeys: (string | null)[] = []
  const serve: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    if (!request.url.startsWith(address)) throw new TypeError('fetch failed')
    seenKeys.push(request.headers.get('authorization'))
    return Response.json({ object: 'list', data: names.map((id) => ({ id, object: 'model' })) })
  }
  return { fetch: serve, seenKeys }
}

it('adds an endpoint of the own, checks it with its key, and lists its models as unpriced', async () => {
  const { fetch, seenKeys } = serveModels('http://localhost:8000/v1/models', ['tiny', 'org/big'])
  const { client, events } = await openApp({ fetch })
  expect(await client.call('providers.save', own)).toMatchObject({
    id: 'my-box',
    kind: 'openai-compatible',
    baseUrl: 'http://localhost:8000/v1',
    hasKey: false,
    keyVariable: 'PITHY_MY_BOX_API_KEY',
    isRemovable: true,
  })
  await expect(client.call('providers.check', { providerId })).rejects.toMatchObject({ code: 'provider-auth' })
  const info = await client.call('providers.set-key', { providerId, key: ' sk-CANARY ' })
  expect(info).toMatchObject({ hasKey: true, keySource: 'session' })
  const { models } = await client.call('providers.check', { providerId })
  expect([...models].sort()).toEqual(['org/big', 'tiny'])
  expect(seenKeys).toEqual(['Bearer sk-CANARY'])
  const listed = (await client.call('models.list', {})).filter((model) => model.providerId === providerId)
  expect(listed.map(({ id, price, origin }) => [id, price, origin]).sort()).toEqual([
    ['my-box/org/big', null, 'discovered'],
    ['my-box/tiny', null, 'discovered'],
  ])
  expect(events.map(({ payload }) => payload)).toContainEqual({ kind: 'models' })
  expect(JSON.stringify([info, events, await client.call('providers.list', {})])).not.toContain('CANARY')
})

it('takes key and models away with the provider', async () => {
  const { fetch } = serveModels('http://localhost:8000/v1/models', ['tiny'])
  const { client, keys } = await openApp({ fetch })
  await client.call('providers.save', own)
  await client.call('providers.set-key', { providerId, key: 'sk-1' })
  await client.call('providers.check', { providerId })
  await client.call('providers.remove', { providerId })
  expect(keys.size).toBe(0)
  expect((await client.call('providers.list', {})).map(({ id }) => id)).not.toContain('my-box')
  expect((await client.call('models.list', {})).some((model) => model.providerId === providerId)).toBe(false)
  await expect(client.call('providers.remove', { providerId })).rejects.toMatchObject({ code: 'not-found' })
  const openai = ProviderId.parse('openai')
  await expect(client.call('providers.remove', { providerId: openai })).rejects.toThrow('ships with Pithy')
})

it('forgets the key when the address goes to another server, so that the key cannot be led away', async () => {
  const { client, keys } = await openApp()
  await client.call('providers.save', own)
  await client.call('providers.set-key', { providerId, key: 'sk-1' })
  await client.call('providers.save', { ...own, label: 'Renamed', baseUrl: 'http://localhost:8000/v2' })
  expect(keys.get(providerId)).toBe('sk-1')
  const moved = await client.call('providers.save', { ...own, baseUrl: 'https://elsewhere.example.com/v1' })
  expect(moved.hasKey).toBe(false)
  expect(keys.size).toBe(0)
})

it('keeps the key of a shipped vendor when only its concurrency changes', async () => {
  const { client, keys } = await openApp()
  const groq = ProviderId.parse('groq')
  await client.call('providers.set-key', { providerId: groq, key: 'sk-1' })
  const changes = { label: 'Groq', baseUrl: null, maxConcurrency: 3, needsKey: true }
  const saved = await client.call('providers.save', { providerId: groq, ...changes })
  expect(saved).toMatchObject({ hasKey: true, maxConcurrency: 3, baseUrl: 'https://api.groq.com/openai/v1' })
  expect(keys.get(groq)).toBe('sk-1')
})

it.each([
  ['http://api.example.com/v1', 'must begin with https://'],
  [null, 'needs an address'],
])('refuses the address %s', async (baseUrl, reason) => {
  const { client } = await openApp()
  await expect(client.call('providers.save', { ...own, baseUrl })).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining(reason),
  })
})

it('finds Ollama on its usual port and leaves out what does not answer', async () => {
  const { fetch, seenKeys } = serveModels('http://127.0.0.1:11434/v1/models', ['llama'])
  const { client } = await openApp({ fetch })
  expect(await client.call('providers.discover', {})).toEqual([
    { label: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1', models: ['llama'] },
  ])
  expect(seenKeys).toHaveLength(1)
})

it('keeps the own price of a model until it is removed', async () => {
  const { client } = await openApp()
  const models = await client.call('models.list', {})
  const shipped = models.find(({ id }) => id === 'openai/gpt-5.4-mini')
  if (!shipped) throw new Error('The catalog has openai/gpt-5.4-mini.')
  const saved = await client.call('models.save', { model: { ...shipped, label: 'Ours', isSimulation: true } })
  expect(saved).toEqual({ ...shipped, label: 'Ours', origin: 'user', isSimulation: false })
  expect((await client.call('models.list', {})).find(({ id }) => id === shipped.id)).toEqual(saved)
  await client.call('models.remove', { modelId: shipped.id })
  expect(await client.call('models.list', {})).toEqual(models)
  await expect(client.call('models.remove', { modelId: shipped.id })).rejects.toMatchObject({ code: 'not-found' })
  const lost = { ...shipped, id: ModelId.parse('nobody/x'), providerId: ProviderId.parse('nobody') }
  await expect(client.call('models.save', { model: lost })).rejects.toThrow('There is no provider "nobody"')
})
