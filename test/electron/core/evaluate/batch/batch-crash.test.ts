import { once } from 'node:events'
import { beforeAll, expect, test } from 'vitest'
import { RunId } from '../../../../../shared/domain/ids.ts'
import {
  BATCH_CALL_NANO_USD,
  type BatchApp,
  batchSpec,
  openBatchApp,
  openBatchBench,
  openBatchServer,
  type Vendor,
} from '../../../../support/batch-bench.ts'
import type { FakeBatchServer } from '../../../../support/fake-batch-server.ts'
import { firstLine, prepareProgram, startProgram } from '../../../../support/run-program.ts'

beforeAll(() => prepareProgram('batch-crash-child.ts'), 120_000)

const VENDORS = ['openai', 'anthropic'] as const
const ELEVEN_MINUTES_MS = 11 * 60_000

async function submit({ client, end }: BatchApp, vendor: Vendor) {
  const { runId, jobId } = await client.call('runs.start', await batchSpec({ client }, vendor))
  return { runId, job: await end(jobId) }
}

/** Collects until nothing is left; the server ends what it has. */
async function finish(app: BatchApp, server: FakeBatchServer, runId: RunId) {
  server.endAll()
  await app.collect(runId)
  const { state, costNanoUsd } = await app.run(runId)
  expect({ state, costNanoUsd, billed: server.billed.length, batches: server.batches.length }).toEqual({
    state: 'complete',
    costNanoUsd: 4 * BATCH_CALL_NANO_USD,
    billed: 4,
    batches: 1,
  })
  expect(await app.client.call('spend.today', {})).toMatchObject({ heldNanoUsd: 0 })
}

test.each(VENDORS)('%s: kill -9 after the batch was made: it is found again and paid once', async (vendor) => {
  const { app, server, runId } = await killedAt(vendor, 'batch')
  expect(server.batches).toHaveLength(1)
  expect(await app.batches(runId)).toMatchObject([{ state: 'submitting', providerBatchId: null, requestCount: 4 }])
  expect(await app.run(runId)).toMatchObject({ state: 'waiting' })
  await expect(app.client.call('runs.resume', { runId })).rejects.toThrow('waits for batches')
  await app.collect(runId)
  await finish(app, server, runId)
})

test('openai: kill -9 while the file goes up: nothing was made, and after ten minutes it may be submitted again', async () => {
  const { app, server, runId, clock } = await killedAt('openai', 'file')
  await app.collect(runId)
  expect(await app.run(runId)).toMatchObject({ state: 'waiting' })
  clock.advance(ELEVEN_MINUTES_MS)
  await app.collect(runId)
  expect(await app.run(runId)).toMatchObject({ state: 'incomplete', doneCount: 0, errorCount: 0 })
  expect(await app.client.call('spend.today', {})).toMatchObject({ heldNanoUsd: 0 })
  await app.end((await app.client.call('runs.resume', { runId })).jobId)
  await finish(app, server, runId)
})

test.each(VENDORS)('%s: an answer to the submission that is lost on the way costs nothing twice', async (vendor) => {
  const { app, server } = await openBatchBench()
  server.nextSubmit('lost')
  const { runId, job } = await submit(app, vendor)
  expect(job).toMatchObject({ state: 'failed', error: { retryable: true } })
  expect(job.error?.message).toContain('may have been submitted')
  const { heldNanoUsd } = await app.client.call('spend.today', {})
  expect(heldNanoUsd).toBeGreaterThan(0)
  await app.collect(runId)
  await finish(app, server, runId)
})

test('a foreign batch of the same size is not taken for ours', async () => {
  const { app, server } = await openBatchBench()
  const other = await submit(app, 'anthropic')
  // Made by somebody else with the same key: our library knows nothing of it.
  const [foreign] = server.batches
  if (!foreign) throw new Error('There is a batch.')
  server.batches[0] = { ...foreign, id: 'msgbatch_foreign', requests: foreign.requests.map(renamed) }
  server.nextSubmit('gone')
  const second = await app.client.call('runs.start', await batchSpec(app, 'anthropic', { cases: ['5', '6', '7', '8'] }))
  await app.end(second.jobId)
  server.endAll()
  await app.collect(second.runId)
  expect(await app.batches(second.runId)).toMatchObject([{ state: 'submitting', providerBatchId: null }])
  expect(other.job.state).toBe('succeeded')
})

test.each(VENDORS)('%s: a submission that never arrived is given back after ten minutes', async (vendor) => {
  const { app, server, clock } = await openBatchBench()
  server.nextSubmit('gone')
  const { runId } = await submit(app, vendor)
  await app.collect(runId)
  expect(await app.run(runId)).toMatchObject({ state: 'waiting' })
  clock.advance(ELEVEN_MINUTES_MS)
  await app.collect(runId)
  expect(await app.run(runId)).toMatchObject({ state: 'incomplete', doneCount: 0 })
  await app.end((await app.client.call('runs.resume', { runId })).jobId)
  await finish(app, server, runId)
})

test.each(VENDORS)('%s: a submission that is refused for the moment is tried again', async (vendor) => {
  const { app, server } = await openBatchBench()
  server.nextSubmit({ status: 429, type: 'rate_limit_error', retryAfter: '0' })
  const { runId, job } = await submit(app, vendor)
  expect(job.state).toBe('succeeded')
  await finish(app, server, runId)
})

test.each(VENDORS)('%s: a refused key holds no money, and the run can be resumed', async (vendor) => {
  const { app, server } = await openBatchBench()
  server.nextSubmit({ status: 401, type: 'authentication_error' })
  const { runId, job } = await submit(app, vendor)
  expect(job).toMatchObject({ state: 'failed', error: { code: 'provider-auth' } })
  expect(await app.run(runId)).toMatchObject({ state: 'incomplete', errorCount: 4 })
  expect(await app.client.call('spend.today', {})).toMatchObject({ heldNanoUsd: 0 })
  await app.end((await app.client.call('runs.resume', { runId })).jobId)
  await finish(app, server, runId)
})

test.each(VENDORS)('%s: results that the provider no longer has are held as perhaps billed', async (vendor) => {
  const { app, server, clock } = await openBatchBench()
  const { runId } = await submit(app, vendor)
  for (const batch of server.batches) batch.isDeleted = true
  await app.collect(runId)
  expect(await app.run(runId)).toMatchObject({ state: 'waiting' })
  clock.advance(30 * 86_400_000)
  await app.collect(runId)
  expect(await app.run(runId)).toMatchObject({ state: 'complete', errorCount: 4 })
  expect((await app.cells(runId)).map((cell) => cell?.mayHaveBeenBilled)).toEqual([true, true, true, true])
})

test('a lost submission whose only candidate can no longer be read is held as perhaps billed', async () => {
  const { app, server, clock } = await openBatchBench()
  server.nextSubmit('lost')
  const { runId } = await submit(app, 'anthropic')
  server.endAll()
  for (const batch of server.batches) batch.areResultsGone = true
  await app.collect(runId)
  expect(await app.run(runId)).toMatchObject({ state: 'waiting' })
  clock.advance(49 * 3_600_000)
  await app.collect(runId)
  expect((await app.cells(runId)).map((cell) => cell?.mayHaveBeenBilled)).toEqual([true, true, true, true])
})

test('a batch is asked after only where it was submitted', async () => {
  const { app, server } = await openBatchBench()
  const { runId } = await submit(app, 'openai')
  const [provider] = (await app.client.call('providers.list', {})).filter(({ id }) => id === 'openai')
  if (!provider) throw new Error('OpenAI is there.')
  const moved = { label: 'openai', maxConcurrency: 4, needsKey: true, baseUrl: `${server.url}/elsewhere/v1` }
  await app.client.call('providers.save', { providerId: provider.id, ...moved })
  app.keys.set('openai', 'sk-new')
  const asked = server.asked.length
  expect(await app.collect(runId)).toMatchObject({ state: 'failed', error: { code: 'conflict' } })
  expect(server.asked).toHaveLength(asked)
})

function renamed<T extends { readonly customId: string }>(request: T): T {
  return { ...request, customId: `foreign-${request.customId}` }
}

/** A run whose process was killed when the file had come or the batch was made, opened again by another one. */
async function killedAt(vendor: Vendor, moment: 'file' | 'batch') {
  let offsetMs = 0
  const advance = (ms: number) => {
    offsetMs += ms
  }
  const clock = { now: () => Date.now() + offsetMs, advance }
  const { server, libraryPath } = await openBatchServer(clock)
  const child = await startProgram('batch-crash-child.ts', [libraryPath, server.url, vendor])
  const ended = once(child, 'exit')
  server.onArrival = (what) => {
    if (what === moment) child.kill('SIGKILL')
  }
  if (moment === 'batch') server.nextSubmit('lost')
  const runId = RunId.parse(await firstLine(child))
  await ended
  server.onArrival = () => undefined
  const app = await openBatchApp({ libraryPath, now: clock.now, ids: '22222222' })
  return { app, server, clock, runId }
}
