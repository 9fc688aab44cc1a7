import { expect, onTestFinished, test } from 'vitest'
import { startEmbedding } from '../../../../electron/core/savings/embed-cases.ts'
import { ModelId } from '../../../../shared/domain/ids.ts'
import { defaultParameters } from '../../../../shared/domain/prompt.ts'
import { suggestAnswers } from '../../../../shared/import/suggest-answers.ts'
import { must } from '../../../support/must.ts'
import { openEngineBench } from '../../../support/open-engine-bench.ts'
import { createTestApp } from '../../../support/temp-app.ts'
import { testModel } from '../../../support/test-model.ts'
import { until } from '../../../support/until.ts'

const CASES = 64
const modelId = ModelId.parse('sandbox/embedding')

async function recordedRun() {
  const test = await createTestApp()
  onTestFinished(test.close)
  const { client } = test
  const { id: projectId } = await client.call('projects.create', { name: 'Sums' })
  const messages = [{ role: 'user' as const, template: '{{question}}' }]
  const content = { messages, parameters: defaultParameters }
  const { id: promptId } = await client.call('prompts.create', { projectId, name: 'Sum', content })
  const variantId = must((await client.call('variants.list', { promptId }))[0]).id
  const rows = Array.from({ length: CASES }, (_, at) => `Where is parcel ${at % 32}?,${at % 3 > 0},Here.,true,There.`)
  const text = ['question,small_score,small_response,large_score,large_response', ...rows].join('\n')
  const source = { text, format: null, delimiter: null }
  const { columns } = await client.call('imports.preview', source)
  const mapping = [{ column: 'question', use: 'variable' as const, variableName: 'question' }]
  const answers = [...suggestAnswers(columns)]
  await client.call('imports.answers', { ...source, projectId, name: 'Recorded', mapping, variantId, answers })
  const runId = must((await client.call('runs.list', { projectId }))[0]).id
  async function embed(budgetNanoUsd: number | null = null) {
    const { jobId } = await client.call('savings.embed', { runId, modelId, budgetNanoUsd })
    return await until(client, jobId)
  }
  return { ...test, projectId, runId, embed }
}

test('a run’s cases are embedded once, at about the price that was told, and the levers say whose vectors they used', async () => {
  const { client, projectId, runId, embed } = await recordedRun()
  const textOf = async (embedding: 'stored' | 'spelling' | ModelId) =>
    must(await client.call('savings.report', { projectId, assumptions: { embedding } })).embedding
  expect(await textOf('stored')).toMatchObject({ modelId: null })

  const price = await client.call('savings.embed-price', { runId, modelId })
  expect(price).toMatchObject({ known: 0, calls: 32 })

  const short = await embed(2000)
  expect(short).toMatchObject({ state: 'failed', error: { code: 'budget-exceeded' } })
  expect(short.spentNanoUsd).toBeLessThanOrEqual(2000)
  const partly = await client.call('savings.embed-price', { runId, modelId })
  expect(partly.known).toBeGreaterThan(0)
  expect(partly.calls).toBe(32 - partly.known)
  expect((await textOf(modelId)).text).toMatch(/^Only \d+ of 64 cases have an embedding of sandbox\/embedding\./)

  const rest = await embed()
  expect(rest).toMatchObject({ state: 'succeeded', done: partly.calls, failed: 0 })
  expect(short.spentNanoUsd + rest.spentNanoUsd).toBe(price.costNanoUsd)
  expect(await client.call('savings.embed-price', { runId, modelId })).toEqual({ known: 32, calls: 0, costNanoUsd: 0 })
  expect(await embed()).toMatchObject({ total: 0, spentNanoUsd: 0 })
  expect(await textOf('stored')).toEqual({
    modelId,
    text: 'Cases are told apart by embeddings of sandbox/embedding (simulation).',
  })
  expect(await textOf('spelling')).toMatchObject({ modelId: null })
})

test('a model that gives no vectors, or has no price where a limit must be kept, is not asked', async () => {
  const { client, runId } = await recordedRun()
  const answering = ModelId.parse('sandbox/small')
  await expect(client.call('savings.embed', { runId, modelId: answering })).rejects.toMatchObject({ code: 'bad-input' })
  const known = must((await client.call('models.list', {})).find(({ id }) => id === 'openai/text-embedding-3-small'))
  const unpriced = await client.call('models.save', { model: { ...known, price: null } })
  const wish = { runId, modelId: unpriced.id, budgetNanoUsd: 1_000_000 }
  await expect(client.call('savings.embed', wish)).rejects.toThrow('is unpriced, so that no limit can be kept')
  expect(await client.call('savings.embed-price', wish)).toMatchObject({ calls: 32, costNanoUsd: null })
})

test('a limit of one tag leaves out the cases of that tag only, and the end says how many are missing', async () => {
  const vectors = { ...testModel({ id: 'lab/vectors' }), embeds: true }
  const bench = await openEngineBench({
    cases: Array.from({ length: 20 }, (_, at) => ({
      variables: { text: `case ${at}` },
      tags: at % 4 === 0 ? ['rare'] : [],
    })),
    models: [testModel(), vectors],
    vectorOf: (text) => [text.length, 1],
  })
  const { run } = await bench.run({ modelIds: [ModelId.parse('lab/one')] })
  const embed = async () => {
    const wish = { modelId: vectors.id, budgetNanoUsd: null, signal: new AbortController().signal }
    return await bench.end(await startEmbedding(bench.core, bench.store.runs.get(run.id), wish))
  }
  const { budgetRules } = bench.store
  const rule = { projectId: null, tag: 'case tag=rare', period: 'day', limitNanoUsd: 0 } as const
  const { id } = budgetRules.add(rule, bench.core.ports.now())
  const short = await embed()
  expect(short).toMatchObject({ state: 'failed', done: 15, failed: 0, error: { code: 'budget-exceeded' } })
  expect(short.error?.message).toMatch(
    / a day for case tag=rare stopped the embedding: .* 5 texts are missing\. Raise it/,
  )
  budgetRules.remove(id)
  expect(await embed()).toMatchObject({ state: 'succeeded', done: 5, total: 5 })
})
