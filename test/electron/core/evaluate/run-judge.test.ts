import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { AnswerStore } from '../../../../electron/core/store/answer-store.ts'
import { ModelId } from '../../../../shared/domain/ids.ts'
import { defaultParameters } from '../../../../shared/domain/prompt.ts'
import { Assertion } from '../../../../shared/domain/score.ts'
import { createTestApp } from '../../../support/temp-app.ts'
import { until } from '../../../support/until.ts'

async function openApp(assertion: Partial<Assertion> = {}) {
  const test = await createTestApp()
  onTestFinished(test.close)
  const { client } = test
  const project = await client.call('projects.create', { name: 'Judged' })
  const template = 'Classify the review as positive or negative. Answer with the label only.\n\nReview: {{review}}'
  const content = {
    messages: [{ role: 'user' as const, template }],
    parameters: { ...defaultParameters, maxOutputTokens: 20 },
  }
  const prompt = await client.call('prompts.create', { projectId: project.id, name: 'Prompt', content })
  const [variant] = await client.call('variants.list', { promptId: prompt.id })
  const evalSet = await client.call('eval-sets.create', { projectId: project.id, name: 'Set' })
  if (!variant) throw new Error('no variant')
  for (let index = 0; index < 12; index++) {
    const review = index % 2 === 0 ? `I love lamp ${index}, it is great.` : `Lamp ${index} is awful and broken.`
    const expected = index % 2 === 0 ? 'positive' : 'negative'
    await client.call('cases.add', {
      evalSetId: evalSet.id,
      content: { variables: { review }, expected, tags: [], weight: 1 },
    })
  }
  const rubric = Assertion.parse({ scorer: 'llm-rubric', value: 'Says “{{expected}}”.', ...assertion })
  await client.call('eval-sets.set-assertions', { evalSetId: evalSet.id, assertions: [rubric] })
  const spec = {
    projectId: project.id,
    evalSetId: evalSet.id,
    variantIds: [variant.id],
    modelIds: [ModelId.parse('sandbox/large')],
    judgeModelId: ModelId.parse('sandbox/medium'),
  }
  return { ...test, spec }
}

it('judges every cell, keeps its calls apart in the ledger, and pays for them from the run', async () => {
  const app = await openApp()
  const preview = await app.client.call('runs.preview', app.spec)
  expect(preview.judge).toMatchObject({ modelIds: ['sandbox/medium'], calls: 24 })
  const { runId, jobId } = await app.client.call('runs.start', app.spec)
  expect(await until(app.client, jobId)).toMatchObject({ state: 'succeeded', done: 12, failed: 0 })
  const run = await app.client.call('runs.get', { runId })
  const [column] = await app.client.call('results.summary', { runId })
  expect(column).toMatchObject({ scored: 12, passed: 12 })
  const answers = Math.round(((column?.costPer1000NanoUsd ?? 0) * 12) / 1000)
  expect(run.costNanoUsd).toBeGreaterThan(answers * 1.05)
  expect(run.costNanoUsd).toBeLessThanOrEqual(preview.costHighNanoUsd)
  const library = new Database(join(app.folder, 'library.sqlite'), { readonly: true })
  const ledger = library.prepare('SELECT purpose, count(*) AS n FROM ledger GROUP BY purpose').all()
  expect(ledger).toEqual([
    { purpose: 'answer', n: 12 },
    { purpose: 'judge', n: 2 },
  ])
  // What a cascade that keeps answers by the judge's word is reckoned from.
  const stored = new AnswerStore(library)
  const judged = stored.page(1, { from: 0, to: 12, judges: ['llm-rubric'] })
  expect(judged.map(({ answer }) => answer.judgeScore)).toEqual(judged.map(() => 1))
  expect(stored.page(1, { from: 0, to: 1, judges: [] })[0]?.answer.judgeScore).toBeNull()
  const { nanoUsd, latencyMs } = stored.judgeCall(`run:${runId}`, {
    sinceMs: Date.parse(run.createdAt),
    modelIds: ['sandbox/medium'],
  })
  expect(nanoUsd).toBe((run.costNanoUsd - answers) / 2)
  expect(latencyMs).not.toBeNull()
  library.close()
  const verdict = await app.client.call('verdicts.list', { runId })
  expect(verdict.verdicts).toEqual([])
})

it('asks neither the model nor the judge again for what they have said', async () => {
  const app = await openApp()
  const first = await app.client.call('runs.start', app.spec)
  await until(app.client, first.jobId)
  const second = await app.client.call('runs.start', app.spec)
  expect(await until(app.client, second.jobId)).toMatchObject({ done: 12, cached: 12, spentNanoUsd: 0 })
})

it('stops before the judge overspends, and resuming pays no answer twice', async () => {
  const app = await openApp()
  const whole = await app.client.call('runs.start', app.spec)
  await until(app.client, whole.jobId)
  const { costNanoUsd } = await app.client.call('runs.get', { runId: whole.runId })
  const other = await openApp()
  const budgetNanoUsd = Math.round(costNanoUsd * 0.6)
  const { runId, jobId } = await other.client.call('runs.start', { ...other.spec, budgetNanoUsd })
  expect(await until(other.client, jobId)).toMatchObject({ state: 'failed', error: { code: 'budget-exceeded' } })
  const before = await other.client.call('runs.get', { runId })
  expect(before.costNanoUsd).toBeLessThanOrEqual(budgetNanoUsd)
  const resumed = await other.client.call('runs.resume', { runId, budgetNanoUsd: costNanoUsd * 20 })
  expect(await until(other.client, resumed.jobId)).toMatchObject({ state: 'succeeded' })
  expect(await other.client.call('runs.get', { runId })).toMatchObject({ state: 'complete', costNanoUsd })
})

it('asks an embedding model once for each text, pays for it from the run, and needs no calibration for it', async () => {
  const options = { model: 'sandbox/embedding', references: ['mixed'] }
  const app = await openApp({ scorer: 'similar', value: '{{expected}}', options })
  const preview = await app.client.call('runs.preview', app.spec)
  expect(preview).toMatchObject({
    problems: [],
    judge: { modelIds: ['sandbox/embedding'], calls: 36, kinModelIds: [] },
  })
  const { runId, jobId } = await app.client.call('runs.start', app.spec)
  expect(await until(app.client, jobId)).toMatchObject({ state: 'succeeded', done: 12, failed: 0 })
  expect(await app.client.call('results.summary', { runId })).toMatchObject([{ scored: 12, passed: 12 }])
  expect(await app.client.call('judges.list', { runId })).toEqual([])
  const library = new Database(join(app.folder, 'library.sqlite'), { readonly: true })
  const paid = library.prepare(`SELECT model_id, count(*) AS n, min(amount_nano_usd) > 0 AS isBilled FROM ledger
    WHERE purpose = 'judge' GROUP BY model_id`)
  expect(paid.all()).toEqual([{ model_id: 'sandbox/embedding', n: 3, isBilled: 1 }])
  // A vector is no word of a judge: its small price would water down a judge's.
  const given = { sinceMs: 0, modelIds: ['sandbox/medium'] }
  expect(new AnswerStore(library).judgeCall(`run:${runId}`, given)).toEqual({ nanoUsd: null, latencyMs: null })
  library.close()
  const second = await app.client.call('runs.start', { ...app.spec, mayUseCache: true })
  expect(await until(app.client, second.jobId)).toMatchObject({ done: 12, cached: 12, spentNanoUsd: 0 })
})

it('does not send a prompt to a model that only embeds', async () => {
  const app = await openApp()
  const modelIds = [ModelId.parse('sandbox/embedding')]
  const { problems } = await app.client.call('runs.preview', { ...app.spec, modelIds })
  expect(problems.join()).toContain('gives vectors and no answers')
})

it('refuses a run whose judge is nowhere named', async () => {
  const app = await openApp()
  await app.client.call('settings.save', { compressModelId: null })
  const { judgeModelId: _, ...spec } = app.spec
  expect((await app.client.call('runs.preview', spec)).problems.join()).toContain('needs a judge model')
})

it('is believed only after enough human labels that agree with it, each given blind and taken back by undo', async () => {
  const app = await openApp()
  const { runId, jobId } = await app.client.call('runs.start', app.spec)
  await until(app.client, jobId)
  const ref = { runId, assertionIndex: 0 }
  const given: string[] = []
  for (;;) {
    const { item } = await app.client.call('judges.next-output', ref)
    if (item === null) break
    expect(Object.keys(item).sort()).toEqual(['caseId', 'output', 'outputHash', 'rubric', 'variables'])
    expect(item.rubric).toMatch(/^Says “(positive|negative)”\.$/)
    given.push(item.caseId)
    const { caseId, outputHash } = item
    await app.client.call('judges.label', { ...ref, caseId, outputHash, hasPassed: true })
  }
  expect(new Set(given).size).toBe(12)
  const [status] = await app.client.call('judges.list', { runId })
  expect(status).toMatchObject({
    judgeModelId: 'sandbox/medium',
    calibration: { labels: 12, accuracy: 1, kappa: null },
  })
  expect(status?.calibration.isCalibrated).toBe(false)
  expect(status?.rates).toMatchObject([{ judged: 12, judgeRate: 1, correctedRate: 1 }])
  expect(status?.rates[0]?.correctedInterval?.low).toBeLessThan(1)
  expect(await app.client.call('judges.undo-label', ref)).toMatchObject({ labels: 11 })
  expect((await app.client.call('judges.next-output', ref)).item?.caseId).toBe(given.at(-1))
})

it('offers as many outputs that the judge failed as it passed, and says what the labels make of its rate', async () => {
  const app = await openApp({ value: 'Says “positive”.' })
  const { runId, jobId } = await app.client.call('runs.start', app.spec)
  await until(app.client, jobId)
  const ref = { runId, assertionIndex: 0 }
  const said: boolean[] = []
  for (let index = 0; index < 6; index++) {
    const { item } = await app.client.call('judges.next-output', ref)
    if (!item) throw new Error('nothing to label')
    const isPositive = item.output.includes('positive')
    said.push(isPositive)
    const { caseId, outputHash } = item
    await app.client.call('judges.label', { ...ref, caseId, outputHash, hasPassed: isPositive && said.length > 1 })
  }
  expect(said.filter(Boolean)).toHaveLength(3)
  const [status] = await app.client.call('judges.list', { runId })
  const [rate] = status?.rates ?? []
  expect(rate?.judgeRate).toBeCloseTo(0.5, 2)
  expect(rate?.correctedRate).toBeLessThanOrEqual(0.5)
})
