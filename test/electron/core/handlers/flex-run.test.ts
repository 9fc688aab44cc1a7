import { expect, onTestFinished, test } from 'vitest'
import { ModelId, ProviderId } from '../../../../shared/domain/ids.ts'
import { defaultParameters } from '../../../../shared/domain/prompt.ts'
import { FakeProviderServer } from '../../../support/fake-provider-server.ts'
import { createTestApp } from '../../../support/temp-app.ts'
import { testModel } from '../../../support/test-model.ts'
import { until } from '../../../support/until.ts'

/** 12 tokens in and 5 out at $1 and $10 per million. */
const FULL_NANO_USD = 62_000

async function openApp(api: 'chat' | 'responses', cases: number) {
  const server = await FakeProviderServer.start()
  onTestFinished(() => server.close())
  const app = await createTestApp({ fetch, now: Date.now, random: () => 0 })
  onTestFinished(app.close)
  const { client, keys } = app
  const providerId = ProviderId.parse('openai')
  const openai = { providerId, label: 'OpenAI', baseUrl: `${server.url}/v1`, maxConcurrency: 1, needsKey: true }
  await client.call('providers.save', openai)
  keys.set('openai', 'sk-test')
  const model = testModel({ id: 'openai/bench' })
  if (!model.price) throw new Error('The test model has a price.')
  const price = { ...model.price, flexFactor: 0.5 }
  await client.call('models.save', { model: { ...model, api, price } })
  const project = await client.call('projects.create', { name: 'Project' })
  const content = { messages: [{ role: 'user' as const, template: '{{text}}' }], parameters: defaultParameters }
  const prompt = await client.call('prompts.create', { projectId: project.id, name: 'Prompt', content })
  const [variant] = await client.call('variants.list', { promptId: prompt.id })
  const evalSet = await client.call('eval-sets.create', { projectId: project.id, name: 'Set' })
  if (!variant) throw new Error('A prompt has a first variant.')
  for (let index = 0; index < cases; index++)
    await client.call('cases.add', {
      evalSetId: evalSet.id,
      content: { variables: { text: `case ${index}` }, expected: null, tags: [], weight: 1 },
    })
  const ids = { projectId: project.id, evalSetId: evalSet.id, variantIds: [variant.id] }
  return { ...app, server, spec: { ...ids, modelIds: [ModelId.parse('openai/bench')], mode: 'flex' as const } }
}

test.each(['chat', 'responses'] as const)(
  'asks for flex by %s, and bills what the reply says: half for flex, the full price for the rest',
  async (api) => {
    const app = await openApp(api, 4)
    app.server.next({ serviceTier: 'flex' }, { serviceTier: 'default' }, {}, { serviceTier: 'priority' })
    const { runId, jobId } = await app.client.call('runs.start', app.spec)
    expect(await until(app.client, jobId)).toMatchObject({ state: 'succeeded', failed: 0 })
    expect(app.server.requests.map(({ body }) => body?.service_tier)).toEqual(['flex', 'flex', 'flex', 'flex'])
    const { rows } = await app.client.call('results.page', { runId })
    const cells = rows.map(({ cells: [cell] }) => [cell?.[0]?.service, cell?.[0]?.costNanoUsd])
    expect(cells).toEqual([
      ['flex', FULL_NANO_USD / 2],
      ['standard', FULL_NANO_USD],
      ['standard', FULL_NANO_USD],
      ['priority', FULL_NANO_USD * 2],
    ])
    expect((await app.client.call('runs.get', { runId })).costNanoUsd).toBe(FULL_NANO_USD * 4.5)
  },
)

test('a live run asks for no tier', async () => {
  const app = await openApp('chat', 1)
  const { jobId } = await app.client.call('runs.start', { ...app.spec, mode: 'live' })
  await until(app.client, jobId)
  expect(app.server.requests[0]?.body).not.toHaveProperty('service_tier')
})

test('waits out a want of flex capacity for longer than a rate limit, and holds no other call back for it', async () => {
  const app = await openApp('chat', 1)
  const busy = { error: { message: 'Resource Unavailable', type: 'service_unavailable', code: 'resource_unavailable' } }
  app.server.next(...Array.from({ length: 9 }, () => ({ fault: { kind: 'status' as const, status: 429, body: busy } })))
  app.server.handle(() => ({ serviceTier: 'flex' }))
  const { runId, jobId } = await app.client.call('runs.start', app.spec)
  expect(await until(app.client, jobId)).toMatchObject({ state: 'succeeded', failed: 0 })
  expect(app.server.requests).toHaveLength(10)
  expect((await app.client.call('runs.get', { runId })).costNanoUsd).toBe(FULL_NANO_USD / 2)
})

test('names the models that have no flex service or no flex price before anything is sent', async () => {
  const app = await openApp('chat', 1)
  const modelIds = [ModelId.parse('openai/bench'), ModelId.parse('sandbox/small')]
  const { problems } = await app.client.call('runs.preview', { ...app.spec, modelIds })
  expect(problems).toEqual([
    expect.stringMatching(/^Sandbox .*has no flex service, or no known flex price\. Run it live/),
  ])
})
