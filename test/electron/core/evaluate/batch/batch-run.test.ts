import { expect, test } from 'vitest'
import { ModelId } from '../../../../../shared/domain/ids.ts'
import {
  BATCH_CALL_NANO_USD,
  type BatchApp,
  batchModel,
  batchSpec,
  openBatchBench,
} from '../../../../support/batch-bench.ts'

const VENDORS = ['openai', 'anthropic'] as const

async function submit({ client, end }: BatchApp, spec: Awaited<ReturnType<typeof batchSpec>>) {
  const { runId, jobId } = await client.call('runs.start', spec)
  return { runId, job: await end(jobId) }
}

test.each(VENDORS)('%s: a run is submitted, left, and collected after a restart at half price', async (vendor) => {
  const { app, server, open } = await openBatchBench()
  const { runId, job } = await submit(app, await batchSpec(app, vendor))
  expect(job).toMatchObject({ state: 'succeeded', done: 4, total: 4, spentNanoUsd: 0 })
  expect(await app.run(runId)).toMatchObject({ state: 'waiting', doneCount: 0, costNanoUsd: 0 })
  expect(await app.batches(runId)).toMatchObject([{ state: 'in-progress', requestCount: 4, error: null }])
  await app.close()

  const again = await open()
  await again.collect(runId)
  expect(await again.run(runId)).toMatchObject({ state: 'waiting', doneCount: 0 })
  await expect(again.client.call('runs.resume', { runId })).rejects.toThrow('waits for batches')
  await again.close()

  server.endAll()
  const last = await open()
  expect(await last.collect(runId)).toMatchObject({ state: 'succeeded', done: 4, total: 4 })
  expect(await last.run(runId)).toMatchObject({
    state: 'complete',
    doneCount: 4,
    errorCount: 0,
    costNanoUsd: 4 * BATCH_CALL_NANO_USD,
  })
  expect(await last.batches(runId)).toMatchObject([{ state: 'collected', succeededCount: 4, failedCount: 0 }])
  expect(await last.cells(runId)).toMatchObject(
    Array.from({ length: 4 }, () => ({
      state: 'answered',
      output: 'ok',
      costNanoUsd: BATCH_CALL_NANO_USD,
      latencyMs: null,
      usage: { inputTokens: 12, outputTokens: 5, isEstimated: false },
    })),
  )
  expect(await last.client.call('spend.today', {})).toEqual({
    nanoUsd: 4 * BATCH_CALL_NANO_USD,
    hasUnpriced: false,
    heldNanoUsd: 0,
  })
  expect(server.billed).toHaveLength(4)
  expect(server.keys.size).toBe(1)
})

test.each(VENDORS)(
  '%s: an answer of another model than was asked is billed as that one at half price',
  async (vendor) => {
    const { app, server } = await openBatchBench()
    const dear = batchModel(vendor, { id: ModelId.parse(`${vendor}/stranger`), label: 'Stranger' })
    if (!dear.price) throw new Error('The test model has a price.')
    const price = { ...dear.price, prices: { ...dear.price.prices, input: 10, output: 100 } }
    await app.client.call('models.save', { model: { ...dear, price } })
    server.answerBy(() => ({ reply: { pieces: ['ok'], model: 'stranger-2026-08-01' } }))
    const { runId } = await submit(app, await batchSpec(app, vendor))
    server.endAll()
    await app.collect(runId)
    const run = await app.run(runId)
    expect([run.state, run.costNanoUsd]).toEqual(['complete', 4 * 10 * BATCH_CALL_NANO_USD])
    expect(run.otherModels).toMatchObject([{ asked: `${vendor}/bench`, answeredBy: 'stranger-2026-08-01' }])
    expect(await app.cells(runId)).toMatchObject(Array(4).fill({ answeredBy: 'stranger-2026-08-01' }))
  },
)

test.each(VENDORS)('%s: requests in a batch are those of live calls, without streaming', async (vendor) => {
  const { app, server } = await openBatchBench()
  await submit(app, await batchSpec(app, vendor, { cases: ['one'] }))
  const limit = vendor === 'openai' ? { max_completion_tokens: 50, store: false } : { max_tokens: 50 }
  expect(server.batches[0]?.requests[0]?.body).toEqual({
    model: 'bench',
    messages: [{ role: 'user', content: 'Say one' }],
    ...limit,
  })
  expect(server.batches[0]?.requests[0]?.customId).toMatch(/^[a-zA-Z0-9_-]{1,64}$/)
})

test('a model that answers over Responses is batched there', async () => {
  const { app, server } = await openBatchBench()
  const model = batchModel('openai', { api: 'responses' })
  const { runId } = await submit(app, await batchSpec(app, 'openai', { model, cases: ['one'] }))
  expect(server.batches[0]?.requests[0]).toMatchObject({ protocol: 'responses', body: { max_output_tokens: 50 } })
  server.endAll()
  await app.collect(runId)
  expect(await app.cells(runId)).toMatchObject([{ output: 'ok', costNanoUsd: BATCH_CALL_NANO_USD }])
})

test.each(VENDORS)(
  '%s: an expired batch keeps what was answered, and the rest is asked again, once',
  async (vendor) => {
    const { app, server } = await openBatchBench()
    const { runId } = await submit(app, await batchSpec(app, vendor))
    server.answerBy(({ body }) =>
      JSON.stringify(body).includes('Say two') ? 'unfinished' : { reply: { pieces: ['ok'] } },
    )
    for (const batch of server.batches) server.end(batch, 'expired')
    await app.collect(runId)
    expect(await app.run(runId)).toMatchObject({
      state: 'incomplete',
      doneCount: 4,
      errorCount: 1,
      costNanoUsd: 3 * BATCH_CALL_NANO_USD,
    })
    const cells = await app.cells(runId)
    expect(cells[1]).toMatchObject({ state: 'failed', mayHaveBeenBilled: false, error: { code: 'interrupted' } })
    expect(cells[1]?.error?.message).toContain('expired')
    expect(await app.client.call('spend.today', {})).toMatchObject({ heldNanoUsd: 0 })

    server.answerBy(() => ({ reply: { pieces: ['late'] } }))
    await app.end((await app.client.call('runs.resume', { runId })).jobId)
    expect(server.batches.map(({ requests }) => requests.length)).toEqual([4, 1])
    server.endAll()
    await app.collect(runId)
    expect(await app.run(runId)).toMatchObject({
      state: 'complete',
      errorCount: 0,
      costNanoUsd: 4 * BATCH_CALL_NANO_USD,
    })
    expect(server.billed).toHaveLength(4)
  },
)

test.each(VENDORS)('%s: each failed request says why, and is not billed', async (vendor) => {
  const { app, server } = await openBatchBench()
  const { runId } = await submit(app, await batchSpec(app, vendor))
  server.answerBy(({ body }) => {
    const text = JSON.stringify(body)
    if (text.includes('Say one')) return { error: { status: 400, type: 'invalid_request_error' } }
    if (text.includes('Say two')) return { error: { status: 500, type: 'api_error' } }
    if (text.includes('Say three')) return { reply: { pieces: ['cut'], fault: { kind: 'no-finish' } } }
    return { reply: { pieces: ['ok'] } }
  })
  server.endAll()
  await app.collect(runId)
  const cells = await app.cells(runId)
  expect(cells.map((cell) => [cell?.state, cell?.mayHaveBeenBilled, cell?.costNanoUsd])).toEqual([
    ['failed', false, null],
    ['failed', false, null],
    ['failed', true, null],
    ['answered', false, BATCH_CALL_NANO_USD],
  ])
  expect(cells[1]?.error?.message).toContain('It was not billed')
  expect(JSON.stringify(cells)).not.toContain('secret')
  const { heldNanoUsd } = await app.client.call('spend.today', {})
  expect(heldNanoUsd).toBeGreaterThan(0)
  expect(await app.run(runId)).toMatchObject({ errorCount: 3, costNanoUsd: BATCH_CALL_NANO_USD })
})

test.each(VENDORS)('%s: a request that the results do not name stays held as perhaps billed', async (vendor) => {
  const { app, server } = await openBatchBench()
  const { runId } = await submit(app, await batchSpec(app, vendor, { cases: ['one', 'two'] }))
  server.answerBy(({ body }) => (JSON.stringify(body).includes('Say two') ? 'untold' : { reply: { pieces: ['ok'] } }))
  server.endAll()
  await app.collect(runId)
  expect((await app.cells(runId))[1]).toMatchObject({ state: 'failed', mayHaveBeenBilled: true })
})

test.each(VENDORS)('%s: cancelling keeps and bills what was answered, and leaves the rest open', async (vendor) => {
  const { app, server } = await openBatchBench()
  const { runId } = await submit(app, await batchSpec(app, vendor))
  expect(await app.client.call('batches.cancel', { runId })).toMatchObject([{ state: 'cancelling' }])
  await app.collect(runId)
  expect(await app.run(runId)).toMatchObject({ state: 'waiting' })
  server.answerBy(({ body }) =>
    JSON.stringify(body).includes('Say one') ? { reply: { pieces: ['ok'] } } : 'unfinished',
  )
  for (const batch of server.batches) server.end(batch, 'cancelled')
  await app.collect(runId)
  expect(await app.run(runId)).toMatchObject({
    state: 'incomplete',
    doneCount: 1,
    errorCount: 0,
    costNanoUsd: BATCH_CALL_NANO_USD,
  })
  expect(await app.client.call('spend.today', {})).toMatchObject({ heldNanoUsd: 0 })
  await expect(app.client.call('batches.cancel', { runId })).rejects.toThrow('waits for no batch')
})

test('a batch that the provider refuses as a whole costs nothing, and its cells say why', async () => {
  const { app, server } = await openBatchBench()
  const { runId } = await submit(app, await batchSpec(app, 'openai'))
  for (const batch of server.batches) server.end(batch, 'failed')
  await app.collect(runId)
  expect(await app.run(runId)).toMatchObject({ errorCount: 4, costNanoUsd: 0 })
  expect((await app.cells(runId))[0]?.error?.message).toBe(
    'OpenAI refused the whole batch (invalid_json_line in line 1). Nothing was billed.',
  )
  expect(await app.client.call('spend.today', {})).toMatchObject({ heldNanoUsd: 0 })
})

test.each(VENDORS)('%s: results that break off are read again, and none is booked twice', async (vendor) => {
  const { app, server } = await openBatchBench()
  const { runId } = await submit(app, await batchSpec(app, vendor))
  server.endAll()
  server.cutResultsAfter = 2
  expect(await app.collect(runId)).toMatchObject({ state: 'failed', error: { code: 'provider-failed' } })
  expect(await app.run(runId)).toMatchObject({ state: 'waiting', costNanoUsd: 2 * BATCH_CALL_NANO_USD })
  await app.collect(runId)
  expect(await app.run(runId)).toMatchObject({ state: 'complete', costNanoUsd: 4 * BATCH_CALL_NANO_USD })
})

test('identical requests go once, and cached answers are used before anything is sent', async () => {
  const { app, server } = await openBatchBench()
  const spec = await batchSpec(app, 'openai', { cases: ['same', 'same', 'other'] })
  const { runId } = await submit(app, spec)
  expect(server.batches.map(({ requests }) => requests.length)).toEqual([2])
  server.endAll()
  await app.collect(runId)
  expect(await app.run(runId)).toMatchObject({ state: 'complete', doneCount: 3, costNanoUsd: 2 * BATCH_CALL_NANO_USD })
  const second = await submit(app, spec)
  expect(await app.run(second.runId)).toMatchObject({ state: 'complete', doneCount: 3, costNanoUsd: 0 })
  expect(server.batches).toHaveLength(1)
})

test('a preview reckons at the batch price, and names the models that have none', async () => {
  const { app } = await openBatchBench()
  const live = { ...(await batchSpec(app, 'openai')), mode: 'live' as const }
  const atOnce = await app.client.call('runs.preview', live)
  const later = await app.client.call('runs.preview', { ...live, mode: 'batch' })
  expect(later.costHighNanoUsd * 2).toBe(atOnce.costHighNanoUsd)
  const [sandbox] = (await app.client.call('models.list', {})).filter(({ isSimulation }) => isSimulation)
  if (!sandbox) throw new Error('There is a sandbox model.')
  const mixed = { ...live, mode: 'batch' as const, modelIds: [...live.modelIds, sandbox.id] }
  const problem = `${sandbox.label} has no batch API, or no known batch price. Run it live, or leave it out.`
  expect((await app.client.call('runs.preview', mixed)).problems).toEqual([problem])
  await expect(app.client.call('runs.start', mixed)).rejects.toThrow(problem)
})

test('the worst case of all is held before anything is sent, and what the budget does not bear stays out', async () => {
  const { app, server } = await openBatchBench()
  // One request: 7 bytes and 40 for its frame in at $0.50 per million, 50 tokens out at $5, at most.
  const worst = (47 * 1000 + 50 * 10_000) / 2
  const spec = await batchSpec(app, 'openai', { cases: ['one', 'two', 'six', 'ten'], budgetNanoUsd: 2 * worst })
  const { runId, job } = await submit(app, spec)
  expect(job.state).toBe('failed')
  expect(job.error?.message).toContain('2 of 4 cells were not submitted')
  expect(server.batches.map(({ requests }) => requests.length)).toEqual([2])
  expect(await app.client.call('spend.today', {})).toMatchObject({ heldNanoUsd: 2 * worst })
  server.endAll()
  await app.collect(runId)
  expect(await app.run(runId)).toMatchObject({ state: 'incomplete', doneCount: 2 })
  const resumed = await app.client.call('runs.resume', { runId, budgetNanoUsd: 10 * worst })
  await app.end(resumed.jobId)
  server.endAll()
  await app.collect(runId)
  expect(await app.run(runId)).toMatchObject({ state: 'complete', costNanoUsd: 4 * BATCH_CALL_NANO_USD })
  expect(server.billed).toHaveLength(4)
})
