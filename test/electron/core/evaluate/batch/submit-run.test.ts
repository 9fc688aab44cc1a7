import { expect, onTestFinished, test } from 'vitest'
import { keepCollecting, pollBatches } from '../../../../../electron/core/evaluate/batch/keep-collecting.ts'
import { recover } from '../../../../../electron/core/evaluate/recovery/recover.ts'
import { plugin as anthropic } from '../../../../../electron/core/providers/plugins/anthropic.ts'
import { plugin as openai } from '../../../../../electron/core/providers/plugins/openai.ts'
import type { BatchLimits } from '../../../../../electron/core/providers/provider-batches.ts'
import { ledgerJobOf } from '../../../../../electron/core/store/batch-store.ts'
import { BatchId, JobId } from '../../../../../shared/domain/ids.ts'
import { BATCH_CALL_NANO_USD, batchModel, type Vendor } from '../../../../support/batch-bench.ts'
import { createEngineBench } from '../../../../support/engine-bench.ts'
import { FakeBatchServer } from '../../../../support/fake-batch-server.ts'
import { openTempStore } from '../../../../support/temp-store.ts'

const plugins = { openai, anthropic }

/** The engine with a vendor's batch API under limits of the test's own; what goes to the vendor reaches the fake server. */
async function openBench(vendor: Vendor, options: { limits?: Partial<BatchLimits>; cases: readonly string[] }) {
  const server = await FakeBatchServer.start()
  onTestFinished(() => server.close())
  const { store, clock } = await openTempStore()
  server.now = clock.now
  const own = plugins[vendor].batches
  if (!own) throw new Error('The vendor has a batch API.')
  const bench = createEngineBench(
    store,
    {
      cases: options.cases.map((text) => ({ variables: { text } })),
      models: [batchModel(vendor)],
      batches: { ...own, limits: { ...own.limits, ...options.limits } },
    },
    {
      now: clock.now,
      fetch: (input, init) => fetch(String(input).replace(/^https:\/\/api\.(openai|anthropic)\.com/, server.url), init),
    },
  )
  onTestFinished(() => bench.core.jobs.close())
  return { ...bench, server, clock }
}

const SEVEN = ['one', 'two', 'three', 'four', 'five', 'six', 'seven']

test.each(['openai', 'anthropic'] as const)('%s: a run is split at the most requests of a batch', async (vendor) => {
  const bench = await openBench(vendor, { limits: { maxRequests: 3 }, cases: SEVEN })
  const { run } = await bench.run({ mode: 'batch' })
  expect(bench.server.batches.map(({ requests }) => requests.length)).toEqual([3, 3, 1])
  const ids = bench.server.batches.flatMap(({ requests }) => requests.map(({ customId }) => customId))
  expect(new Set(ids).size).toBe(7)
  expect(run).toMatchObject({ state: 'waiting' })
})

test.each(['openai', 'anthropic'] as const)(
  '%s: no batch is larger than its bytes, and none is wasted',
  async (vendor) => {
    const cases = Array.from({ length: 20 }, (_, index) => 'é'.repeat(50 + index * 20))
    const maxBytes = 2500
    const bench = await openBench(vendor, { limits: { maxBytes }, cases })
    await bench.run({ mode: 'batch' })
    const bytesOf = ({ customId, body }: { customId: string; body: unknown }) => {
      const line =
        vendor === 'openai'
          ? { custom_id: customId, method: 'POST', url: '/v1/chat/completions', body }
          : { custom_id: customId, params: body }
      return Buffer.byteLength(JSON.stringify(line)) + 1
    }
    const sizes = bench.server.batches.map(({ requests }) => requests.map(bytesOf))
    const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
    expect(sizes.flat()).toHaveLength(20)
    for (const [index, batch] of sizes.entries()) {
      expect(sum(batch)).toBeLessThanOrEqual(maxBytes)
      const next = sizes[index + 1]?.[0]
      if (next !== undefined) expect(sum(batch) + next).toBeGreaterThan(maxBytes)
    }
  },
)

test('a request that no batch can hold is a failed cell, and the others go', async () => {
  const bench = await openBench('openai', { limits: { maxBytes: 1000 }, cases: ['a', 'x'.repeat(2000), 'b'] })
  const { run } = await bench.run({ mode: 'batch' })
  expect(bench.server.batches.map(({ requests }) => requests.length)).toEqual([2])
  expect(run).toMatchObject({ state: 'waiting', errorCount: 1 })
})

test('a limit of one case leaves out that case only, and the others go', async () => {
  const bench = await openBench('openai', { cases: ['a'] })
  for (const [text, tag] of Object.entries({ b: 'team=a', c: 'team=b' }))
    bench.store.evalSets.addCase(bench.evalSetId, { variables: { text }, expected: null, tags: [tag], weight: 1 })
  bench.store.budgetRules.add(
    { projectId: null, tag: 'team=a', period: 'day', limitNanoUsd: 0 },
    bench.core.ports.now(),
  )
  const { run, job } = await bench.run({ mode: 'batch' })
  expect(bench.server.batches.map(({ requests }) => requests.length)).toEqual([2])
  expect(job.error?.message).toContain(' 1 of 3 cells were not submitted.')
  expect(run.state).toBe('waiting')
})

test('a request that the provider cannot take fails alone', async () => {
  const bench = await openBench('openai', { cases: ['fine', 'half \ud83d'] })
  const { run } = await bench.run({ mode: 'batch' })
  expect(bench.server.batches.map(({ requests }) => requests.length)).toEqual([1])
  expect(run).toMatchObject({ state: 'waiting', errorCount: 1 })
})

test('cancelling the submission sends nothing more and gives back what nobody was asked for', async () => {
  const bench = await openBench('openai', { limits: { maxRequests: 3 }, cases: SEVEN })
  bench.server.onArrival = (what) => {
    if (what === 'batch') void bench.core.jobs.close()
  }
  const { run, job } = await bench.run({ mode: 'batch' })
  expect(job.state).toBe('interrupted')
  expect(bench.server.batches).toHaveLength(1)
  expect(run.state).toBe('waiting')
  const attempts = bench.store.db.prepare<[], { state: string }>('SELECT state FROM ledger').all()
  expect(attempts.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent'])
  bench.server.onArrival = () => undefined
})

test('no live call waits for the money of a batch', async () => {
  const bench = await openBench('openai', { cases: ['one'] })
  const { run } = await bench.run({ mode: 'batch' })
  const scope = `run:${run.id}`
  expect(bench.store.ledger.budget(scope).heldNanoUsd).toBeGreaterThan(0)
  expect(bench.store.ledger.isOpen(scope, 0)).toBe(false)
})

test('what a killed process had reserved for a batch that never left is free again', async () => {
  const { store, core, run: runTo } = await openBench('openai', { cases: ['one'] })
  const { run } = await runTo({ mode: 'batch' })
  const { no } = store.runs.get(run.id)
  const jobId = JobId.parse('dead')
  const at = new Date(core.ports.now()).toISOString()
  const about = { kind: 'run', subjectId: run.id, title: '', total: 1, state: 'running', error: null } as const
  const counts = { revision: 0, done: 0, failed: 0, cached: 0, spentNanoUsd: 0, hasUnpriced: false }
  store.jobs.add({ ...about, ...counts, id: jobId, startedAt: at, updatedAt: at }, 'nobody@elsewhere', 0)
  const id = BatchId.parse('unsent')
  const [model] = core.models.all()
  if (!model) throw new Error('The bench has a model.')
  const { projectId } = run
  const scope = `run:${run.id}`
  const before = store.ledger.budget(scope)
  store.batches.add({ id, runNo: no, jobId, providerId: model.providerId, baseUrl: null, modelId: model.id }, 0)
  const attempt = { scope, projectId, attempt: 1, modelId: model.id, isSimulation: false, worstNanoUsd: 5 }
  const cell = { runNo: no, rowNo: 0, columnNo: 0, repeatNo: 0 }
  store.ledger.send({ ...attempt, cell, jobId: ledgerJobOf(id) }, core.ports.now())
  expect(store.ledger.budget(scope).heldNanoUsd).toBe(before.heldNanoUsd + 5)

  expect(recover(store, core.ports.now())).toEqual([jobId])
  expect(store.ledger.budget(scope)).toEqual(before)
  expect(store.batches.ofRun(run.id).map(({ batch }) => batch.state)).toEqual(['in-progress'])
  expect(store.batches.requestsOf(id)).toEqual([])
})

test('polling collects a run as soon as its batch has ended, and leaves one that has not', async () => {
  const bench = await openBench('anthropic', { cases: ['one', 'two'] })
  const { run } = await bench.run({ mode: 'batch' })
  const { signal } = new AbortController()
  await pollBatches(bench.core, signal)
  expect(bench.store.runs.get(run.id).run).toMatchObject({ state: 'waiting', jobId: run.jobId })
  expect(bench.store.batches.ofRun(run.id)[0]?.batch.lastCheckedAt).not.toBeNull()
  bench.server.endAll()
  await pollBatches(bench.core, signal)
  const { jobId } = bench.store.runs.get(run.id).run
  if (jobId === null) throw new Error('A job collects.')
  await bench.end(jobId)
  expect(bench.store.runs.get(run.id).run).toMatchObject({
    state: 'complete',
    costNanoUsd: 2 * BATCH_CALL_NANO_USD,
  })
})

test('nothing is polled before a minute has passed, nor where no run waits', async () => {
  const bench = await openBench('openai', { cases: ['one'] })
  const naps: { readonly ms: number; readonly wake: () => void }[] = []
  const waiting: (() => void)[] = []
  const sleep = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true })
      naps.push({ ms, wake: resolve })
      waiting.shift()?.()
    })
  const nap = (count: number) =>
    naps.length >= count ? Promise.resolve() : new Promise<void>((resolve) => waiting.push(resolve))
  const stop = keepCollecting({ ...bench.core, engine: { ...bench.core.engine, sleep } })
  onTestFinished(stop)
  expect(naps.map(({ ms }) => ms)).toEqual([60_000])
  naps[0]?.wake()
  await nap(2)
  expect(bench.server.asked).toEqual([])
  await bench.run({ mode: 'batch' })
  const before = bench.server.asked.length
  naps[1]?.wake()
  await nap(3)
  expect(bench.server.asked.slice(before)).toEqual(['GET /v1/batches/batch_1'])
})
