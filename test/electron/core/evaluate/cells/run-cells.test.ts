import { expect, test } from 'vitest'
import { summariseRun } from '../../../../../electron/core/evaluate/results/summarise-run.ts'
import { resumeRun } from '../../../../../electron/core/evaluate/resume-run.ts'
import { startRun } from '../../../../../electron/core/evaluate/start-run.ts'
import type { ProviderFailure } from '../../../../../electron/core/providers/provider.ts'
import { ProviderError } from '../../../../../electron/core/providers/provider-error.ts'
import type { CaseContent } from '../../../../../shared/domain/eval-set.ts'
import type { RunId } from '../../../../../shared/domain/ids.ts'
import type { Assertion } from '../../../../../shared/domain/score.ts'
import type { ErrorCode } from '../../../../../shared/domain/wire-error.ts'
import { type EngineBench, reply, turn } from '../../../../support/engine-bench.ts'
import { openEngineBench } from '../../../../support/open-engine-bench.ts'
import { testModel } from '../../../../support/test-model.ts'

const equalsExpected: Assertion = {
  scorer: 'equals',
  isNegated: false,
  value: '{{expected}}',
  options: {},
  transforms: [],
  weight: 1,
}
const signal = new AbortController().signal

function texts(count: number): Partial<CaseContent>[] {
  return Array.from({ length: count }, (_, index) => ({ variables: { text: `text ${index}` }, expected: 'ok' }))
}

function failure(code: ErrorCode, changes: Partial<ProviderFailure> = {}): ProviderError {
  const common = { billing: 'rejected', isRetryable: false, retryAfterMs: null, status: null } as const
  return new ProviderError(code, 'The provider said no.', { ...common, ...changes })
}

function ledger({ store }: EngineBench) {
  return store.db
    .prepare(
      'SELECT state, count(*) AS count, sum(amount_nano_usd) AS amount FROM ledger GROUP BY state ORDER BY state',
    )
    .all()
}

function budget({ store }: EngineBench, runId: RunId) {
  return store.ledger.budget(`run:${runId}`)
}

test('answers every cell, scores it, and books exactly what it cost', async () => {
  const bench = await openEngineBench({
    cases: [...texts(9), { variables: { text: 'odd' }, expected: 'something else' }],
    assertions: [equalsExpected],
    variants: [[{ role: 'user', template: '{{text}}' }], [{ role: 'user', template: 'Say: {{text}}' }]],
    models: [testModel({ id: 'lab/one' }), testModel({ id: 'other/two' })],
  })
  const { run, job } = await bench.run()
  expect(run).toMatchObject({ state: 'complete', cellCount: 40, doneCount: 40, errorCount: 0, costNanoUsd: 1_200_000 })
  expect(job).toMatchObject({ state: 'succeeded', done: 40, total: 40, failed: 0, cached: 0, spentNanoUsd: 1_200_000 })
  expect(ledger(bench)).toEqual([{ state: 'settled', count: 40, amount: 1_200_000 }])
  expect(budget(bench, run.id)).toEqual({ limitNanoUsd: null, settledNanoUsd: 1_200_000, heldNanoUsd: 0 })
  const summary = summariseRun(bench.store.results, bench.store.runs.get(run.id))
  expect(
    summary.map(({ variantLabel, modelId, scored, passed, costPer1000NanoUsd }) => [
      variantLabel,
      modelId,
      scored,
      passed,
      costPer1000NanoUsd,
    ]),
  ).toEqual([
    ['A', 'lab/one', 10, 9, 30_000_000],
    ['A', 'other/two', 10, 9, 30_000_000],
    ['A', 'lab/one', 10, 9, 30_000_000],
    ['A', 'other/two', 10, 9, 30_000_000],
  ])
})

test('asks identical cells of one run once, also without the cache, and shows the others as cached', async () => {
  const bench = await openEngineBench({ cases: Array.from({ length: 20 }, () => ({ variables: { text: 'same' } })) })
  const { job } = await bench.run({ mayUseCache: false })
  expect(bench.asked).toHaveLength(1)
  expect(job).toMatchObject({ done: 20, cached: 19, spentNanoUsd: 30_000 })
})

test('asks repeats of one cell each for itself', async () => {
  const bench = await openEngineBench({ cases: texts(2) })
  await bench.run({ repeats: 3 })
  expect(bench.asked.map(({ repeat }) => repeat).sort()).toEqual([0, 0, 1, 1, 2, 2])
})

test('answers the same run again from the cache, free of charge', async () => {
  const bench = await openEngineBench({ cases: texts(200), assertions: [equalsExpected] })
  await bench.run()
  const { run, job } = await bench.run()
  expect(bench.asked).toHaveLength(200)
  expect(job).toMatchObject({ state: 'succeeded', done: 200, cached: 200, spentNanoUsd: 0 })
  expect(run).toMatchObject({ state: 'complete', costNanoUsd: 0 })
  const [column] = summariseRun(bench.store.results, bench.store.runs.get(run.id))
  expect(column).toMatchObject({ passed: 200, costPer1000NanoUsd: 30_000_000, cached: 200 })
})

test('never serves a refusal, a cut answer or an empty one to a later run, and counts the cut one', async () => {
  const bench = await openEngineBench({ cases: texts(3) })
  bench.answerBy((_request, _context, call) => {
    if (call === 1) return reply('I cannot', { finishReason: 'refusal' })
    return call === 2 ? reply('half', { finishReason: 'length' }) : reply('')
  })
  const { run } = await bench.run()
  await bench.run()
  expect(bench.asked).toHaveLength(6)
  const { store } = bench
  expect(summariseRun(store.results, store.runs.get(run.id))).toMatchObject([{ answered: 3, cut: 1 }])
  const figures = { label: '"Prompt 1" on lab/one', answers: 3, promptTokens: 10, callNanoUsd: 30_000 }
  expect(store.spend.runFigures(run.projectId)).toMatchObject([
    { ...figures, cut: 1 },
    { ...figures, cut: 0 },
  ])
  // What is still under way is no figure yet.
  store.db.prepare("UPDATE run SET state = 'running' WHERE id = ?").run(run.id)
  expect(store.spend.runFigures(run.projectId)).toMatchObject([{ ...figures, cut: 0 }])
  store.db.exec(`INSERT INTO batch (id, run_no, job_id, provider_id, model_id, state, request_count, submitted_at_ms)
    SELECT 'batch', no, 'job', 'lab', 'lab/one', 'in-progress', 1, 0 FROM run WHERE state = 'complete'`)
  expect(store.spend.runFigures(run.projectId)).toEqual([])
})

test('counts missing usage itself and marks it as estimated', async () => {
  const bench = await openEngineBench({ cases: texts(1), answer: () => reply('four words of answer', { usage: null }) })
  const { run } = await bench.run()
  const [row] = bench.store.snapshots.page(1, 0, 1)
  if (!row) throw new Error('no row')
  const [cells] = bench.store.cells.row(bench.store.runs.get(run.id), 0, row.evalCase.id, { outputLimit: null })
  expect(cells?.[0]?.usage).toMatchObject({ outputTokens: 4, isEstimated: true })
  expect(run.costNanoUsd).toBeGreaterThan(40_000)
})

test('waits as long as a rate limit asks, holds the whole provider back, and then goes on', async () => {
  const bench = await openEngineBench({ cases: texts(6), concurrency: 2 })
  bench.answerBy((_request, _context, call) => {
    if (call === 1) throw failure('provider-limit', { isRetryable: true, retryAfterMs: 7000, status: 429 })
    return reply('ok')
  })
  const { job } = await bench.run()
  expect(bench.waits).toEqual([7500])
  expect(job).toMatchObject({ state: 'succeeded', done: 6, failed: 0 })
  expect(ledger(bench)).toEqual([
    { state: 'rejected', count: 1, amount: 0 },
    { state: 'settled', count: 6, amount: 180_000 },
  ])
})

test('gives a call up after five attempts', async () => {
  const bench = await openEngineBench({
    cases: texts(1),
    answer: () => {
      throw failure('provider-failed', { isRetryable: true, status: 503 })
    },
  })
  const { run, job } = await bench.run()
  expect(bench.asked).toHaveLength(5)
  expect(job).toMatchObject({ state: 'succeeded', failed: 1 })
  expect(run).toMatchObject({ state: 'complete', errorCount: 1, costNanoUsd: 0 })
})

test('sends at most one more attempt after one that may have been billed, holds both, and asks before a third', async () => {
  const bench = await openEngineBench({ cases: texts(1) })
  bench.answerBy(() => {
    throw failure('timeout', { billing: 'unknown', isRetryable: true })
  })
  const { run } = await bench.run()
  expect(bench.asked).toHaveLength(2)
  expect(ledger(bench)).toEqual([{ state: 'unknown', count: 2, amount: null }])
  const held = budget(bench, run.id).heldNanoUsd
  expect(held).toBeGreaterThan(2 * 100 * 10_000)
  expect(bench.store.ledger.spentSince(0)).toEqual({ nanoUsd: 0, hasUnpriced: false, heldNanoUsd: held })

  bench.answerBy(() => reply('ok'))
  const again = { budgetNanoUsd: undefined }
  await expect(resumeRun(bench.core, run.id, { ...again, mayPayAgain: false })).rejects.toMatchObject({
    code: 'conflict',
  })
  expect(bench.asked).toHaveLength(2)
  await bench.end(await resumeRun(bench.core, run.id, { ...again, mayPayAgain: true }))
  expect(bench.store.runs.get(run.id).run).toMatchObject({ state: 'complete', doneCount: 1, errorCount: 0 })
})

test('stops asking a provider whose key is refused, goes on with the others, and finishes after a resume', async () => {
  const bench = await openEngineBench({
    cases: texts(50),
    models: [testModel({ id: 'lab/one' }), testModel({ id: 'bad/two' })],
    concurrency: 3,
  })
  bench.answerBy(({ model }) => {
    if (model.id === 'bad/two') throw failure('provider-auth', { status: 401, stops: 'provider' })
    return reply('ok')
  })
  const { run, job } = await bench.run()
  expect(bench.asked.filter(({ model }) => model.id === 'bad/two').length).toBeLessThanOrEqual(3)
  expect(job).toMatchObject({ state: 'failed', done: 100, failed: 50, error: { code: 'provider-auth' } })
  expect(run).toMatchObject({ state: 'incomplete', doneCount: 100, errorCount: 50 })

  bench.answerBy(() => reply('ok'))
  await bench.end(await resumeRun(bench.core, run.id, { mayPayAgain: false, budgetNanoUsd: undefined }))
  expect(bench.store.runs.get(run.id).run).toMatchObject({ state: 'complete', doneCount: 100, errorCount: 0 })
})

test('ends sending at a cancel, keeps what was paid, and asks only for the rest after a resume', async () => {
  const bench = await openEngineBench({ cases: texts(30), concurrency: 4 })
  let arrived: (() => void) | null = null
  const tenth = new Promise<void>((resolve) => {
    arrived = resolve
  })
  bench.answerBy(async (_request, _context, call) => {
    if (call <= 8) return reply('ok')
    if (call === 12) arrived?.()
    return await new Promise(() => {})
  })
  const { runId, jobId } = await startRun(bench.core, bench.spec(), signal)
  await tenth
  expect(await bench.core.jobs.cancel(jobId)).toMatchObject({ state: 'cancelled' })
  expect(bench.asked).toHaveLength(12)
  // Eight were paid; four were under way and may have been billed.
  expect(bench.store.runs.get(runId).run).toMatchObject({
    state: 'incomplete',
    doneCount: 12,
    errorCount: 4,
    costNanoUsd: 240_000,
  })
  bench.answerBy(() => reply('ok'))
  const again = { budgetNanoUsd: undefined }
  const careful = await bench.end(await resumeRun(bench.core, runId, { ...again, mayPayAgain: false }))
  expect(careful).toMatchObject({ done: 18, total: 18 })
  expect(bench.store.runs.get(runId).run).toMatchObject({ state: 'incomplete', doneCount: 30, errorCount: 4 })
  await bench.end(await resumeRun(bench.core, runId, { ...again, mayPayAgain: true }))
  expect(bench.store.runs.get(runId).run).toMatchObject({
    state: 'complete',
    doneCount: 30,
    errorCount: 0,
    costNanoUsd: 900_000,
  })
  expect(bench.asked).toHaveLength(34)
})

test('refuses a run with an undefined variable before anything is sent, naming the case', async () => {
  const bench = await openEngineBench({ cases: [...texts(2), { variables: { txet: 'typo' } }] })
  await expect(bench.run()).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringMatching(/^Variant A, case 3: .*"text" has no value/),
  })
  expect(bench.asked).toHaveLength(0)
})

test('sends the values of variables as they are, without rendering them as templates', async () => {
  const bench = await openEngineBench({ cases: [{ variables: { text: '{{7*7}} {% if x %}' } }] })
  await bench.run()
  expect(bench.asked[0]?.messages).toEqual([{ role: 'user', content: '{{7*7}} {% if x %}' }])
})

test('shows the cases as they were when the run began', async () => {
  const bench = await openEngineBench({ cases: texts(1) })
  const { run } = await bench.run()
  const [evalCase] = bench.store.evalSets.casesAfter(bench.evalSetId, 0, 1)
  if (!evalCase) throw new Error('no case')
  const { id, position: _position, ...content } = evalCase
  bench.store.evalSets.saveCase(bench.evalSetId, id, { ...content, variables: { text: 'changed' } })
  const { snapshotNo } = bench.store.runs.get(run.id)
  expect(bench.store.snapshots.page(snapshotNo, 0, 1)[0]?.evalCase.variables).toEqual({ text: 'text 0' })
  await turn()
})

test('ends a run at once when the library can no longer be written, and sends nothing more', async () => {
  const bench = await openEngineBench({ cases: texts(100), concurrency: 2 })
  bench.answerBy((_request, _context, call) => {
    if (call === 5) bench.store.db.exec('DROP TABLE run_column; ALTER TABLE cell RENAME TO cell_gone')
    return reply('ok')
  })
  const { job } = await bench.run()
  expect(job.state).toBe('failed')
  expect(bench.asked.length).toBeLessThanOrEqual(7)
})

test('keeps what had come of an answer that broke off, shows it in the failed cell, and asks again on resume', async () => {
  const bench = await openEngineBench({ cases: texts(1), assertions: [equalsExpected] })
  bench.answerBy(() => {
    const partial = { output: 'o', usage: null }
    throw failure('provider-failed', { billing: 'unknown', isRetryable: false, partial })
  })
  const { run } = await bench.run()
  const cell = () => {
    const stored = bench.store.runs.get(run.id)
    const [row] = bench.store.snapshots.page(stored.snapshotNo, 0, 1)
    if (!row) throw new Error('no row')
    return bench.store.cells.row(stored, 0, row.evalCase.id, { outputLimit: null })[0]?.[0]
  }
  expect(cell()).toMatchObject({
    state: 'failed',
    output: 'o',
    finishReason: null,
    usage: null,
    score: null,
    mayHaveBeenBilled: true,
  })
  bench.answerBy(() => reply('ok'))
  await bench.end(await resumeRun(bench.core, run.id, { mayPayAgain: true, budgetNanoUsd: undefined }))
  expect(cell()).toMatchObject({ state: 'answered', output: 'ok', hasPassed: true })
})

test('ends an answer that can no longer pass, and books what came of it as an estimate', async () => {
  const bench = await openEngineBench({ cases: texts(2), assertions: [equalsExpected] })
  bench.answerBy((_request, { shouldStop }) => {
    const output = 'certainly not the label'
    const reason = shouldStop?.(output) ?? null
    if (reason === null) return reply(`${output}, and a thousand words more`)
    return reply(output, { finishReason: 'stopped-early', usage: null, earlyStop: { reason, usage: null } })
  })
  const { run } = await bench.run({ mayStopEarly: true })
  const stored = bench.store.runs.get(run.id)
  const [row] = bench.store.snapshots.page(stored.snapshotNo, 0, 1)
  if (!row) throw new Error('no row')
  const [cells] = bench.store.cells.row(stored, 0, row.evalCase.id, { outputLimit: null })
  expect(cells?.[0]).toMatchObject({
    state: 'answered',
    finishReason: 'stopped-early',
    hasPassed: false,
    usage: { outputTokens: 6, isEstimated: true },
  })
  await bench.run({ mayUseCache: true })
  expect(bench.asked).toHaveLength(4)
})
