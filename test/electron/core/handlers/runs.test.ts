import { expect, onTestFinished, test } from 'vitest'
import { ModelId, ProviderId } from '../../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { defaultParameters } from '../../../../shared/domain/prompt.ts'
import { FakeProviderServer } from '../../../support/fake-provider-server.ts'
import { createTestApp } from '../../../support/temp-app.ts'
import { testModel } from '../../../support/test-model.ts'
import { until } from '../../../support/until.ts'

async function openApp(overrides: Parameters<typeof createTestApp>[0] = {}) {
  const server = await FakeProviderServer.start()
  onTestFinished(() => server.close())
  const test = await createTestApp({ fetch, now: Date.now, ...overrides })
  onTestFinished(test.close)
  const { client } = test
  const providerId = ProviderId.parse('lab')
  await client.call('providers.save', {
    providerId,
    label: 'Lab',
    baseUrl: server.url,
    maxConcurrency: 6,
    needsKey: false,
  })
  await client.call('models.save', { model: testModel({ id: 'lab/one' }) })
  const project = await client.call('projects.create', { name: 'Project' })
  const content = { messages: [{ role: 'user' as const, template: 'Say {{text}}' }], parameters: defaultParameters }
  const prompt = await client.call('prompts.create', { projectId: project.id, name: 'Prompt', content })
  const [variant] = await client.call('variants.list', { promptId: prompt.id })
  const evalSet = await client.call('eval-sets.create', { projectId: project.id, name: 'Set' })
  if (!variant) throw new Error('no variant')
  for (let index = 0; index < 40; index++) {
    const variables = { text: `word ${index}` }
    await client.call('cases.add', {
      evalSetId: evalSet.id,
      content: { variables, expected: null, tags: [], weight: 1 },
    })
  }
  const spec = {
    projectId: project.id,
    evalSetId: evalSet.id,
    variantIds: [variant.id],
    modelIds: [ModelId.parse('lab/one')],
  }
  return { ...test, server, spec, variant }
}

test('a run over HTTP answers every cell, survives passing faults, and its cost is what the server billed', async () => {
  const app = await openApp()
  app.server.next(
    { fault: { kind: 'status', status: 500 } },
    { fault: { kind: 'status', status: 429, headers: { 'retry-after': '0' } } },
  )
  const { runId, jobId } = await app.client.call('runs.start', { ...app.spec, budgetNanoUsd: 1_000_000_000 })
  const job = await until(app.client, jobId)
  expect(job).toMatchObject({ state: 'succeeded', done: 40, failed: 0 })
  const run = await app.client.call('runs.get', { runId })
  const billNanoUsd = app.server.bill.reduce((sum, { usage }) => sum + usage.input * 1000 + usage.output * 10_000, 0)
  expect(run).toMatchObject({ state: 'complete', doneCount: 40, costNanoUsd: billNanoUsd })
  expect((await app.client.call('variants.get', { variantId: app.variant.id })).isFrozen).toBe(true)
  expect(await app.client.call('jobs.list', { onlyRunning: true })).toEqual([])
}, 20_000)

test('a job that is followed by events only rises in revision and ends once', async () => {
  const app = await openApp()
  const { jobId } = await app.client.call('runs.start', app.spec)
  await until(app.client, jobId)
  const jobs = app.events.flatMap(({ name, payload }) => (name === 'job.changed' ? [payload as JobSnapshot] : []))
  expect(jobs.map(({ revision }) => revision)).toEqual(jobs.map((_, index) => index + 1))
  expect(jobs.filter(({ state }) => state !== 'running')).toHaveLength(1)
})

test('a run can be renamed and archived, and is listed by project', async () => {
  const app = await openApp()
  const { runId, jobId } = await app.client.call('runs.start', app.spec)
  await until(app.client, jobId)
  expect(await app.client.call('runs.rename', { runId, name: 'Best' })).toMatchObject({ name: 'Best' })
  await app.client.call('runs.archive', { runId, isArchived: true })
  const { projectId } = app.spec
  expect(await app.client.call('runs.list', { projectId })).toEqual([])
  expect(await app.client.call('runs.list', { projectId, withArchived: true })).toMatchObject([{ name: 'Best' }])
})

test('a run that is on its way cannot be resumed, and closing the app leaves it to be resumed later', async () => {
  const app = await openApp()
  app.server.handle(() => new Promise(() => {}))
  const { runId, jobId } = await app.client.call('runs.start', app.spec)
  await expect(app.client.call('runs.resume', { runId })).rejects.toMatchObject({ code: 'conflict' })
  await app.server.arrived(6)
  expect(await app.client.call('jobs.cancel', { jobId })).toMatchObject({ state: 'cancelled' })
  expect(app.server.requests).toHaveLength(6)
  expect(await app.client.call('runs.get', { runId })).toMatchObject({ state: 'incomplete', errorCount: 6 })
})
