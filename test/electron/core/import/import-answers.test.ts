import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { defaultParameters } from '../../../../shared/domain/prompt.ts'
import { Assertion } from '../../../../shared/domain/score.ts'
import { suggestAnswers } from '../../../../shared/import/suggest-answers.ts'
import { must } from '../../../support/must.ts'
import { createTestApp } from '../../../support/temp-app.ts'

const csv = [
  'question,ideal,small_response,small_score,small_cost,small_latency_ms,large_response',
  '1 + 1,2,2,true,0.001,90,2',
  '2 + 2,4,5,false,0.001,110,4',
  '3 + 3,6,6,1,0.001,100,',
  '4 + 4,8,8,much,0.001,100,8',
].join('\n')

async function openApp() {
  const test = await createTestApp()
  onTestFinished(test.close)
  const { client } = test
  const { id: projectId } = await client.call('projects.create', { name: 'Sums' })
  const messages = [{ role: 'user' as const, template: 'What is {{question}}?' }]
  const content = { messages, parameters: defaultParameters }
  const { id: promptId } = await client.call('prompts.create', { projectId, name: 'Sum', content })
  const variantId = must((await client.call('variants.list', { promptId }))[0]).id
  const source = { text: csv, format: null, delimiter: null }
  const preview = await client.call('imports.preview', source)
  const answers = [...suggestAnswers(preview.columns)]
  const mapping = [
    { column: 'question', use: 'variable' as const, variableName: 'question' },
    { column: 'ideal', use: 'expected' as const, variableName: '' },
  ]
  const assertions = [Assertion.parse({ scorer: 'equals', value: '{{expected}}' })]
  return { ...test, request: { ...source, projectId, name: 'Recorded', mapping, variantId, answers, assertions } }
}

it('finds columns of answers, scores and figures by their names', () => {
  expect(suggestAnswers(['q', 'output', 'score', 'cost', 'prompt_tokens', 'completion_tokens'])).toEqual([
    {
      model: 'model',
      output: 'output',
      score: 'score',
      costUsd: 'cost',
      latencyMs: null,
      promptTokens: 'prompt_tokens',
      outputTokens: 'completion_tokens',
    },
  ])
  const pairs = suggestAnswers(['prompt', 'a/b-v0.1', 'gpt-4', 'a/b-v0.1_response', 'gpt-4_response'])
  expect(pairs.map(({ model, output, score }) => [model, output, score])).toEqual([
    ['a/b-v0.1', 'a/b-v0.1_response', 'a/b-v0.1'],
    ['gpt-4', 'gpt-4_response', 'gpt-4'],
  ])
  expect(suggestAnswers(['question', 'ideal'])).toEqual([])
})

it('makes a complete run of them: recorded scores as they are, the others by the assertions, nothing spent', async () => {
  const { client, request, ports } = await openApp()
  const { runId, imported, problems } = await client.call('imports.answers', request)
  expect(imported).toBe(4)
  expect(problems).toEqual([
    { row: 4, line: 5, message: '"much" in column "small_score" is not a number from 0 to 1, true or false.' },
  ])
  const run = await client.call('runs.get', { runId })
  expect(run).toMatchObject({ state: 'complete', cellCount: 8, doneCount: 8, errorCount: 2, costNanoUsd: 0 })
  const [small, large] = await client.call('results.summary', { runId })
  expect(small).toMatchObject({ modelId: 'recorded/small', scored: 3, passed: 2, costPer1000NanoUsd: 1_000_000_000 })
  expect(small).toMatchObject({ latencyP50Ms: 100, isSimulation: false, meanPromptTokens: null })
  expect(large).toMatchObject({ modelId: 'recorded/large', scored: 3, passed: 3, failed: 1, costPer1000NanoUsd: null })
  const { rows } = await client.call('results.page', { runId })
  expect(rows[1]?.cells.map((cell) => cell?.[0]?.output)).toEqual(['5', '4'])
  expect(rows[2]?.cells[1]?.[0]?.error?.message).toBe('The table holds no answer to this case.')
  const db = new Database(ports.libraryPath, { readonly: true })
  onTestFinished(() => void db.close())
  expect(db.prepare('SELECT count(*) FROM ledger').pluck().get()).toBe(0)
  // Every analysis takes it as it takes any other run.
  const { verdicts } = await client.call('verdicts.list', { runId })
  expect(verdicts).toHaveLength(1)
  expect((await client.call('reports.render', { runId, baseline: null })).body).toContain('recorded/small')
})

it('has no empty axes in its report where nothing is priced, but says so', async () => {
  const { client, request } = await openApp()
  const answers = request.answers.map((of) => ({ ...of, costUsd: null }))
  const { runId } = await client.call('imports.answers', { ...request, answers })
  const { body } = await client.call('reports.render', { runId, baseline: null })
  expect(body).toContain('Nothing to draw: ')
  expect(body).toContain('recorded/small: unpriced')
  expect(body).not.toContain('<figure>')
})

it('does not ask recorded models again', async () => {
  const { client, request } = await openApp()
  const { runId } = await client.call('imports.answers', request)
  const again = client.call('results.ask-again', { runId, cells: { which: 'all' } })
  await expect(again).rejects.toMatchObject({ code: expect.not.stringMatching('internal') })
  await expect(client.call('runs.resume', { runId })).rejects.toMatchObject({
    code: expect.not.stringMatching('internal'),
  })
})

it('refuses, before anything is stored, what cannot be meant', async () => {
  const { client, request } = await openApp()
  const [answer] = request.answers
  const wrong = { ...must(answer), output: 'nowhere' }
  const refused = (change: object) => client.call('imports.answers', { ...request, ...change })
  await expect(refused({ answers: [wrong] })).rejects.toThrow('The table has no column "nowhere"')
  await expect(refused({ answers: [answer, answer] })).rejects.toThrow('of the model "small"')
  const judge = Assertion.parse({ scorer: 'llm-rubric', value: 'good?' })
  await expect(refused({ assertions: [judge] })).rejects.toThrow('do not score recorded answers')
  await expect(
    refused({
      text: 'question,ideal,small_response\n1 + 1,2,',
      answers: [{ model: 'small', output: 'small_response' }],
    }),
  ).rejects.toThrow('holds no answer')
  expect(await client.call('eval-sets.list', { projectId: request.projectId })).toEqual([])
})
