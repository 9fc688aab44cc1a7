import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { createTestApp } from '../../../support/temp-app.ts'

const prompt = (raw: string, provider: string) => ({ raw, label: raw, provider })
const row = (testIdx: number, promptIdx: number, more: object) => ({
  testIdx,
  promptIdx,
  vars: { country: testIdx === 0 ? 'France' : 'Spain' },
  testCase: {
    vars: { country: testIdx === 0 ? 'France' : 'Spain' },
    assert: [
      { type: 'contains', value: testIdx === 0 ? 'Paris' : 'Madrid' },
      { type: 'llm-rubric', value: 'polite' },
    ],
    metadata: { kind: 'easy' },
  },
  provider: { id: 'openai:gpt-x' },
  ...more,
})
const text = JSON.stringify({
  evalId: 'eval-1',
  results: {
    version: 3,
    timestamp: '2026-06-01T12:00:00Z',
    prompts: [
      prompt('Capital of {{country}}?', 'openai:gpt-x'),
      prompt('{% if a %}{{country}}{% endif %}', 'openai:gpt-x'),
    ],
    results: [
      row(0, 0, {
        response: { output: 'Paris', tokenUsage: { prompt: 10, completion: 2, total: 12 } },
        ...{ success: true, score: 0.4, latencyMs: 120, cost: 0.001 },
      }),
      row(1, 0, {
        response: { output: 'Rome' },
        success: false,
        score: 0,
        error: 'Assertion failed',
        failureReason: 1,
      }),
      row(0, 1, { response: { output: { a: 1 }, tokenUsage: { cached: 12, total: 12 } }, success: true, score: 1 }),
      row(1, 1, { error: 'API error: 500\n at x', failureReason: 2, success: false, score: 0 }),
    ],
  },
  config: { description: 'Capitals' },
})

it('makes a complete run of promptfoo results: scores, passes, usage, cost and times as they were', async () => {
  const { client, ports, close } = await createTestApp()
  onTestFinished(close)
  const { id: projectId } = await client.call('projects.create', { name: 'Geo' })
  const preview = await client.call('imports.preview-results', { text })
  expect(preview).toMatchObject({ name: 'Capitals', caseCount: 2 })
  expect(preview.columns.map(({ answered, passed, failed }) => [answered, passed, failed])).toEqual([
    [2, 1, 0],
    [1, 1, 1],
  ])
  expect(preview.notes.map(({ place }) => place)).toEqual(['prompts[1]'])
  expect(await client.call('runs.list', { projectId })).toEqual([])
  const { runId, promptId, evalSet } = await client.call('imports.results', { text, projectId, name: 'Old' })
  expect(await client.call('runs.get', { runId })).toMatchObject({ state: 'complete', cellCount: 4, errorCount: 1 })
  expect(
    (await client.call('variants.list', { promptId })).map(({ content }) => content.messages[0]?.template),
  ).toEqual(['Capital of {{country}}?', '{% raw %}{% if a %}{{country}}{% endif %}{% endraw %}'])
  expect(evalSet.assertions.map(({ scorer, value }) => [scorer, value])).toEqual([
    ['llm-rubric', 'polite'],
    ['contains', '{{expected}}'],
  ])
  const { rows } = await client.call('results.page', { runId })
  expect(rows.map(({ cells }) => cells.map((cell) => [cell?.[0]?.output, cell?.[0]?.hasPassed]))).toEqual([
    [
      ['Paris', true],
      ['{"a":1}', true],
    ],
    [
      ['Rome', false],
      ['', null],
    ],
  ])
  expect(rows[0]?.cells[0]?.[0]).toMatchObject({
    score: 0.4,
    costNanoUsd: 1_000_000,
    latencyMs: 120,
    usage: { inputTokens: 10 },
  })
  expect(rows[1]?.cells[1]?.[0]?.error?.message).toBe('API error: 500')
  const db = new Database(ports.libraryPath, { readonly: true })
  onTestFinished(() => void db.close())
  expect(db.prepare('SELECT count(*) FROM ledger').pluck().get()).toBe(0)
})

it('leaves neither prompt, cases nor run when it is stopped', async () => {
  const { client, close } = await createTestApp()
  onTestFinished(close)
  const { id: projectId } = await client.call('projects.create', { name: 'Geo' })
  const stop = new AbortController()
  const importing = client.call('imports.results', { text, projectId, name: 'Old' }, { signal: stop.signal })
  stop.abort()
  await expect(importing).rejects.toMatchObject({ code: 'cancelled' })
  for (const list of ['prompts.list', 'eval-sets.list', 'runs.list'] as const)
    expect(await client.call(list, { projectId, withArchived: true })).toEqual([])
})

it('refuses what is no result file', async () => {
  const { client, close } = await createTestApp()
  onTestFinished(close)
  for (const other of [
    '[]',
    '{"results": []}',
    '{"results": {"results": [1]}}',
    '{"results": {"results": [{"promptIdx": 1e9}]}}',
  ])
    await expect(client.call('imports.preview-results', { text: other })).rejects.toMatchObject({ code: 'bad-input' })
})
