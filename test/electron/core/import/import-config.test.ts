import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { must } from '../../../support/must.ts'
import { createTestApp } from '../../../support/temp-app.ts'

const yaml = `
description: Capitals
prompts: ["Capital of {{country}}?", "{{country}}: capital, one word"]
providers: [sandbox:small, openai:chat:gpt-nobody]
defaultTest: { assert: [{ type: latency, threshold: 5000 }] }
tests:
  - { vars: { country: France }, assert: [{ type: contains, value: Paris }] }
  - { vars: { country: Spain }, assert: [{ type: contains, value: Madrid }, { type: is-json, weight: 2 }] }
`
const files = [{ path: 'promptfooconfig.yaml', text: yaml }]

async function openApp() {
  const test = await createTestApp()
  onTestFinished(test.close)
  const { id: projectId } = await test.client.call('projects.create', { name: 'Geo' })
  return { ...test, projectId }
}

it('shows a promptfoo configuration, and stores nothing', async () => {
  const { client, projectId } = await openApp()
  const preview = await client.call('imports.preview-config', { files })
  expect(preview).toMatchObject({ name: 'Capitals', caseCount: 2, file: 'promptfooconfig.yaml', notes: [] })
  expect(preview.providers).toEqual([
    { id: 'sandbox:small', modelId: 'sandbox/small', isKnown: true },
    { id: 'openai:chat:gpt-nobody', modelId: 'openai/gpt-nobody', isKnown: false },
  ])
  expect(await client.call('prompts.list', { projectId })).toEqual([])
})

it('takes it as a prompt with variants and an eval set; what only some cases are asked is scored there only', async () => {
  const { client, projectId, ports } = await openApp()
  const { promptId, evalSet } = await client.call('imports.config', { files, projectId, name: 'Capitals' })
  const variants = await client.call('variants.list', { promptId: must(promptId) })
  expect(variants.map(({ name, origin, letter }) => [letter, name, origin])).toEqual([
    ['A', 'Capital of {{country}}?', 'imported'],
    ['B', '{{country}}: capital, one word', 'imported'],
  ])
  const set = must(evalSet)
  expect(set.assertions.map(({ scorer, value, when }) => [scorer, value, when])).toEqual([
    ['latency', null, undefined],
    ['contains', '{{expected}}', undefined],
    ['is-json', null, 'asks_is_json'],
  ])
  const text = 'country,expected,asks_is_json,output\nFrance,Paris,,Paris\nSpain,Madrid,yes,Madrid\n'
  const source = { text, format: null, delimiter: null }
  const mapping = [
    ...(['country', 'asks_is_json'] as const).map((column) => ({
      column,
      use: 'variable' as const,
      variableName: column,
    })),
    { column: 'expected', use: 'expected' as const, variableName: '' },
  ]
  const answers = [{ model: 'm', output: 'output' }]
  const [, ...asserted] = set.assertions
  const request = {
    ...source,
    projectId,
    name: 'R',
    mapping,
    variantId: must(variants[0]).id,
    answers,
    assertions: asserted,
  }
  const { runId } = await client.call('imports.answers', request)
  const db = new Database(ports.libraryPath, { readonly: true })
  onTestFinished(() => void db.close())
  const cells = db.prepare('SELECT score, has_passed AS passed FROM cell ORDER BY row_no DESC LIMIT 2').all()
  expect(runId).toBeTruthy()
  expect(cells).toEqual([
    { score: 1 / 3, passed: 0 },
    { score: 1, passed: 1 },
  ])
})

it('leaves nothing when it is stopped on the way', async () => {
  const { client, projectId } = await openApp()
  const rows = Array.from({ length: 3000 }, (_, index) => ({ vars: { country: `c${index}` } }))
  const many = [{ path: 'promptfooconfig.json', text: JSON.stringify({ prompts: ['{{country}}'], tests: rows }) }]
  const stop = new AbortController()
  const importing = client.call('imports.config', { files: many, projectId, name: 'Many' }, { signal: stop.signal })
  stop.abort()
  await expect(importing).rejects.toMatchObject({ code: 'cancelled' })
  expect(await client.call('prompts.list', { projectId, withArchived: true })).toEqual([])
  expect(await client.call('eval-sets.list', { projectId, withArchived: true })).toEqual([])
})

it('reads promptfoo columns of any table of cases, and adds their assertions to the set', async () => {
  const { client, projectId } = await openApp()
  const text = 'q,__expected,__metadata:kind,__metric\n1,equals: one,easy,m\n2,two,,\n3,classifier(0.8): x,,\n'
  const source = { text, format: null, delimiter: null }
  const { suggestedMapping } = await client.call('imports.preview', source)
  expect(suggestedMapping.map(({ use }) => use)).toEqual(['variable', 'assertion', 'tag', 'ignore'])
  const request = { ...source, projectId, evalSetId: null, name: 'Table', mapping: suggestedMapping }
  const { evalSet, imported, problems } = await client.call('imports.cases', request)
  expect(imported).toBe(3)
  expect(evalSet.assertions.map(({ scorer, value, when, metric }) => [scorer, value, when, metric])).toEqual([
    ['equals', '{{expected}}', 'expected', 'm'],
    ['equals', 'two', 'asks_equals', undefined],
  ])
  expect(problems.map(({ message }) => message)).toEqual([expect.stringMatching(/^row 3.*no scorer "classifier"\.$/)])
  const again = await client.call('imports.cases', { ...request, evalSetId: evalSet.id })
  expect(again.evalSet.assertions).toEqual(evalSet.assertions)
})
