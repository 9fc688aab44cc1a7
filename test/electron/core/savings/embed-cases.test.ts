import { expect, onTestFinished, test } from 'vitest'
import { ModelId } from '../../../../shared/domain/ids.ts'
import { isTerminal } from '../../../../shared/domain/job.ts'
import { defaultParameters } from '../../../../shared/domain/prompt.ts'
import { suggestAnswers } from '../../../../shared/import/suggest-answers.ts'
import { must } from '../../../support/must.ts'
import { createTestApp } from '../../../support/temp-app.ts'

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
    for (;;) {
      const job = await client.call('jobs.get', { jobId })
      if (isTerminal(job.state)) return job
      await new Promise(setImmediate)
    }
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
