import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { summariseRun } from '../../../../electron/core/evaluate/results/summarise-run.ts'
import { resumeRun } from '../../../../electron/core/evaluate/resume-run.ts'
import { startRun } from '../../../../electron/core/evaluate/start-run.ts'
import { ProviderError } from '../../../../electron/core/providers/provider-error.ts'
import { type EvalSetId, ModelId, type ProjectId, ProviderId, type VariantId } from '../../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { Assertion } from '../../../../shared/domain/score.ts'
import { refusalChecker } from '../../../../shared/evaluate/early-stop/refusal-checker.ts'
import { scoreOutput } from '../../../../shared/evaluate/score-output.ts'
import { scorers } from '../../../../shared/score/registry.ts'
import { reply, turn } from '../../../support/engine-bench.ts'
import type { FakeReply } from '../../../support/fake-provider-replies.ts'
import { FakeProviderServer } from '../../../support/fake-provider-server.ts'
import { openEngineBench } from '../../../support/open-engine-bench.ts'
import { createTestApp } from '../../../support/temp-app.ts'
import { testModel } from '../../../support/test-model.ts'

// The ten faults that another tool for the same work was seen to have (reference/baseline.md), by number.

const isOk = Assertion.parse({ scorer: 'equals', value: '{{expected}}' })

function texts(count: number) {
  return Array.from({ length: count }, (_, index) => ({ variables: { text: `text ${index}` }, expected: 'ok' }))
}

/** The application with one endpoint, which is a server on this machine; retries do not wait. */
async function openOverHttp(cases: number, models = ['one']) {
  const server = await FakeProviderServer.start()
  const { client, close } = await createTestApp({ fetch: globalThis.fetch, random: () => 0, now: Date.now })
  onTestFinished(async () => {
    await close()
    await server.close()
  })
  const providerId = ProviderId.parse('lab')
  const endpoint = { label: 'Lab', baseUrl: `${server.url}/v1`, maxConcurrency: 16, needsKey: false }
  await client.call('providers.save', { providerId, ...endpoint })
  const modelIds = models.map((name) => ModelId.parse(`lab/${name}`))
  for (const id of modelIds) await client.call('models.save', { model: { ...testModel({ id }), providerId } })
  const { id: projectId } = await client.call('projects.create', { name: 'Lab' })
  const message = { role: 'user' as const, template: '{{text}}' }
  const content = { messages: [message], parameters: {} }
  const prompt = await client.call('prompts.create', { projectId, name: 'Prompt', content })
  const variants = await client.call('variants.list', { promptId: prompt.id })
  const { evalSet } = await client.call('imports.cases', {
    text: ['text', ...Array.from({ length: cases }, (_, index) => `text ${index}`)].join('\n'),
    format: 'csv',
    delimiter: ',',
    projectId,
    evalSetId: null,
    name: 'Set',
    mapping: [{ column: 'text', use: 'variable', variableName: 'text' }],
  })
  const spec = { projectId, evalSetId: evalSet.id, variantIds: variants.map(({ id }) => id), modelIds }
  return { server, client, run: () => runToEnd(spec) }

  async function runToEnd(plan: {
    projectId: ProjectId
    evalSetId: EvalSetId
    variantIds: VariantId[]
    modelIds: ModelId[]
  }) {
    const ends = new Map<string, JobSnapshot>()
    let heard = () => {}
    client.on('job.changed', (job) => {
      if (job.state === 'running') return
      ends.set(job.id, job)
      heard()
    })
    const { runId, jobId } = await client.call('runs.start', plan)
    while (!ends.has(jobId))
      await new Promise<void>((resolve) => {
        heard = resolve
      })
    return { job: ends.get(jobId), run: await client.call('runs.get', { runId }) }
  }
}

test('fault 1: a resume asks what is missing once, whatever the number of models, and doubles no row', async () => {
  const models = ['lab/one', 'lab/two', 'lab/three'].map((id) => testModel({ id }))
  const bench = await openEngineBench({ cases: texts(100), models, concurrency: 4 })
  let reached = () => {}
  const halfWay = new Promise<void>((resolve) => {
    reached = resolve
  })
  bench.answerBy(async (_request, _context, call) => {
    if (call === 150) reached()
    if (call > 150) await new Promise(() => {})
    await turn()
    return reply('ok')
  })
  const { runId, jobId } = await startRun(bench.core, bench.spec(), new AbortController().signal)
  await halfWay
  await bench.core.jobs.cancel(jobId)
  const before = bench.asked.length
  bench.answerBy(() => reply('ok'))
  await bench.end(await resumeRun(bench.core, runId, { mayPayAgain: true, budgetNanoUsd: undefined }))
  const held = bench.store.db.prepare<[], number>(`SELECT count(*) FROM ledger WHERE state = 'unknown'`).pluck().get()
  expect(bench.asked.length - before).toBe(300 - before + (held ?? 0))
  expect(bench.store.runs.get(runId).run).toMatchObject({ state: 'complete', doneCount: 300, errorCount: 0 })
})

describe('fault 2: what a second try mends is tried again:', () => {
  const faults: [string, FakeReply][] = [
    ['500', { fault: { kind: 'status', status: 500, body: { error: { message: 'no' } } } }],
    ['502 as HTML', { fault: { kind: 'status', status: 502, body: '<html>Bad gateway</html>' } }],
    ['503', { fault: { kind: 'status', status: 503, body: { error: { message: 'busy' } } } }],
    ['529', { fault: { kind: 'status', status: 529, body: { error: { type: 'overloaded_error' } } } }],
    ['a reset inside the body', { fault: { kind: 'cut', afterBytes: 60, how: 'reset' } }],
    ['a body cut in due form', { fault: { kind: 'cut', afterBytes: 60, how: 'end' } }],
    ['cut JSON', { isWhole: true, fault: { kind: 'cut', afterBytes: 40, how: 'end' } }],
    ['an HTML page with status 200', { fault: { kind: 'raw', body: '<html>Log in</html>', contentType: 'text/html' } }],
  ]
  test.each(faults)('%s', async (_name, fault) => {
    const { server, run } = await openOverHttp(20)
    const failed = new Set<string>()
    server.handle(({ body }) => {
      const text = JSON.stringify(body?.messages)
      if (!text.includes('5') || failed.has(text)) return {}
      failed.add(text)
      return fault
    })
    const ended = await run()
    expect(ended.job).toMatchObject({ state: 'succeeded', done: 20, failed: 0 })
    expect(failed.size).toBe(2)
    expect(server.requests).toHaveLength(22)
  })
})

describe('fault 3: what goes on failing is given up:', () => {
  const faults: [string, FakeReply, number][] = [
    ['429 without an end', { fault: { kind: 'status', status: 429, body: { error: { message: 'slow down' } } } }, 5],
    // May have been billed: one more try, and no third.
    ['resets before the first byte', { fault: { kind: 'no-answer', how: 'reset' } }, 2],
  ]
  test.each(faults)('%s', async (_name, fault, attempts) => {
    const { server, run } = await openOverHttp(3)
    server.handle(() => fault)
    const ended = await run()
    expect(ended.run).toMatchObject({ doneCount: 3, errorCount: 3 })
    expect(server.requests).toHaveLength(3 * attempts)
  })
})

test('fault 4: an answer that uses up the last request is kept, and not paid again', async () => {
  const { server, run } = await openOverHttp(4)
  const headers = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1ms' }
  server.handle(() => ({ headers }))
  const ended = await run()
  expect(ended.job).toMatchObject({ state: 'succeeded', done: 4, failed: 0 })
  expect(server.bill).toHaveLength(4)
})

test('fault 5: a missing model fails its cells with one call, and the run is complete, done with errors', async () => {
  const { server, run } = await openOverHttp(40, ['here', 'gone'])
  const body = { error: { message: 'The model `gone` does not exist', code: 'model_not_found' } }
  server.handle((request) => (request.body?.model === 'gone' ? { fault: { kind: 'status', status: 404, body } } : {}))
  const ended = await run()
  const error = { message: expect.stringContaining('gone') }
  expect(ended.job).toMatchObject({ state: 'succeeded', done: 80, failed: 40, error })
  expect(ended.run).toMatchObject({ state: 'complete', doneCount: 80, errorCount: 40 })
  expect(server.bill).toHaveLength(40)
})

test.each([Number.NaN, 1.4, -0.1, Number.POSITIVE_INFINITY])(
  'fault 6: a score of %d keeps the row, fails it, and says why',
  async (score) => {
    const scorer = scorers.get('equals')
    const spy = vi.spyOn(scorer, 'score').mockReturnValue({ score, hasPassed: true, reason: 'odd' })
    onTestFinished(() => spy.mockRestore())
    const bench = await openEngineBench({ cases: texts(3), assertions: [isOk] })
    const { run } = await bench.run()
    const [column] = summariseRun(bench.store.results, bench.store.runs.get(run.id))
    expect(column).toMatchObject({ cells: 3, answered: 3, scored: 3, passed: 0, meanScore: 0 })
    const evalCase = { variables: {}, expected: 'ok' }
    const { assertions } = await scoreOutput({ output: 'ok', assertions: [isOk], evalCase, validateJson: () => [] })
    expect(assertions[0]?.reason).toContain('which is not a score from 0 to 1')
  },
)

test('fault 7: values are sent as they are', async () => {
  const text = '{{7*7}} {% assign x = 1 %} {{ text }}'
  const bench = await openEngineBench({ cases: [{ variables: { text } }] })
  await bench.run()
  expect(bench.asked[0]?.messages[0]?.content).toBe(text)
})

test('fault 8: a misspelt variable, scorer or pattern is told before anything is paid', async () => {
  const mistakes = [{ scorer: 'equals', value: '{{expectd}}' }, { scorer: 'contians' }, { scorer: 'regex', value: '(' }]
  for (const mistake of mistakes) {
    const bench = await openEngineBench({ cases: texts(3), assertions: [Assertion.parse(mistake)] })
    await expect(bench.run()).rejects.toMatchObject({ code: 'bad-input' })
    expect(bench.asked).toHaveLength(0)
  }
})

test('fault 9: the cache loses none of 500 answers, and serves no refused, cut, empty or filtered one', async () => {
  const bench = await openEngineBench({ cases: texts(500), assertions: [isOk], concurrency: 64 })
  bench.answerBy(async () => {
    await turn()
    return reply('ok')
  })
  await bench.run()
  const { job } = await bench.run()
  expect(job).toMatchObject({ cached: 500, spentNanoUsd: 0 })
  const bad = await openEngineBench({ cases: texts(4) })
  const reasons = ['refusal', 'length', 'content-filter', 'stop'] as const
  bad.answerBy(({ messages }) => {
    const finishReason = reasons[Number(messages[0]?.content.slice(-1))] ?? 'stop'
    return reply(finishReason === 'stop' ? '' : 'text', { finishReason })
  })
  await bad.run()
  expect((await bad.run()).job).toMatchObject({ cached: 0, done: 4 })
})

test('fault 10: equal runs have their rows in the same order, and praise is no refusal', async () => {
  const bench = await openEngineBench({ cases: texts(60), concurrency: 16 })
  bench.answerBy(async (_request, _context, call) => {
    for (let turns = (call * 7) % 5; turns > 0; turns--) await turn()
    if (call % 10 === 0)
      throw new ProviderError('provider-failed', 'No.', {
        billing: 'rejected',
        isRetryable: true,
        retryAfterMs: null,
        status: 503,
      })
    return reply('ok')
  })
  const query = { offset: 0, limit: 100, filter: 'all', search: '', sort: null } as const
  const orders = []
  for (let round = 0; round < 2; round++) {
    const { run } = await bench.run({ mayUseCache: false })
    orders.push(bench.store.results.page(bench.store.runs.get(run.id), query).rowNos)
  }
  expect(orders[0]).toEqual(Array.from({ length: 60 }, (_, index) => index))
  expect(orders[1]).toEqual(orders[0])
  expect(refusalChecker()('I cannot recommend this film enough! ')).toBeNull()
})
