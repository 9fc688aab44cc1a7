import { expect, it, onTestFinished } from 'vitest'
import { exportBundle, filesOf, giveBundle, makeProject, rebuilt } from '../../../support/bundle-world.ts'
import { must } from '../../../support/must.ts'
import { createTestApp } from '../../../support/temp-app.ts'

async function openApp() {
  const test = await createTestApp()
  onTestFinished(test.close)
  return test
}

/** Ids in the order in which they appear: what two libraries say of the same thing is the same text. */
function withoutIds(files: ReadonlyMap<string, string>): Record<string, string> {
  const seen = new Map<string, string>()
  const known = (id: string) => must(seen.set(id, seen.get(id) ?? `id-${seen.size}`).get(id))
  const rest = [...files].filter(([path]) => path !== 'manifest.json')
  return Object.fromEntries(
    rest.map(([path, text]) => [path, text.replaceAll(/0000000\d-0000-7000-8000-\d{12}/g, known)]),
  )
}

it('comes back as it was in another library: prompts, lineage, cases, split, labels, runs, marks, prices, rules and embeddings', async () => {
  const here = await openApp()
  const bytes = await exportBundle(here.client, await makeProject(here))
  const there = await openApp()
  // Other ids than there, so that none can come through unnoticed.
  for (let count = 0; count < 7; count++) there.ports.newId()
  const bundleId = await giveBundle(there.client, bytes)
  const preview = await there.client.call('bundles.preview', { bundleId })
  expect(preview).toMatchObject({
    projectName: 'Sums & more',
    counts: {
      prompts: 1,
      variants: 3,
      partials: 1,
      evalSets: 1,
      cases: 3,
      labels: 1,
      runs: 1,
      cells: 6,
      ownRules: 1,
      embeddings: 2,
    },
    ownRules: { state: 'new', rules: 1 },
    embeddings: [{ name: 'lab/embed', vectors: 2, state: 'new' }],
    prompts: [{ name: 'Sum', variants: 3, newVariants: 3, state: 'new' }],
    evalSets: [{ name: 'Recorded', cases: 3, labels: 1, hasCode: false, state: 'new' }],
    missingModels: ['recorded/small', 'recorded/large'],
  })
  const { project, added } = await there.client.call('bundles.import', { bundleId })
  expect(added).toEqual(preview.counts)
  expect(project).toMatchObject({ name: 'Sums & more', budgetNanoUsd: 5_000_000_000, isSample: false })
  const again = await exportBundle(there.client, project.id)
  expect(withoutIds(filesOf(again, there.folder))).toEqual(withoutIds(filesOf(bytes, here.folder)))
  const [run] = await there.client.call('runs.list', { projectId: project.id })
  const { rows } = await there.client.call('results.page', { runId: must(run).id })
  expect(rows.map(({ cells }) => cells.map((cell) => cell?.[0]?.output))).toEqual([
    ['2', '2'],
    ['5', '4'],
    ['9', ''],
  ])
  expect(rows[0]?.cells[0]?.[0]).toMatchObject({ score: 1 / 3, mark: { thumb: true, comment: 'good' } })
})

it('adds nothing to a project that holds it all, and only what is missing where something is', async () => {
  const { client, ...rest } = await openApp()
  const projectId = await makeProject({ client, ...rest })
  const bundleId = await giveBundle(client, await exportBundle(client, projectId))
  const same = await client.call('bundles.preview', { bundleId, intoProjectId: projectId })
  const states = [...same.prompts, ...same.partials, ...same.evalSets, ...same.runs].map(({ state }) => state)
  expect(states).toEqual(['same', 'same', 'same', 'same'])
  expect(same).toMatchObject({ ownRules: { state: 'same' }, embeddings: [{ state: 'same', vectors: 2 }] })
  const nothing = await client.call('bundles.import', { bundleId, intoProjectId: projectId })
  expect(nothing.added).toEqual({
    prompts: 0,
    variants: 0,
    partials: 0,
    evalSets: 0,
    cases: 0,
    labels: 0,
    runs: 0,
    cells: 0,
    ownRules: 0,
    embeddings: 0,
  })
  const after = [...filesOf(await exportBundle(client, projectId), rest.folder).values()].join('\n')
  expect(after.match(/"lookedAt"/g)).toHaveLength(1)

  const { id: otherId } = await client.call('projects.create', { name: 'Other' })
  const own = [{ kind: 'question' as const, text: 'Why?', answer: 'Because.' }]
  await client.call('settings.save', { ownRules: { [otherId]: own } })
  await client.call('partials.create', { projectId: otherId, name: 'rules', text: 'Other rules.' })
  const prompt = await client.call('prompts.create', { projectId: otherId, name: 'Sum' })
  const merged = await client.call('bundles.preview', { bundleId, intoProjectId: otherId })
  expect(merged.prompts).toEqual([{ name: 'Sum', variants: 3, newVariants: 3, state: 'merged' }])
  expect(merged.partials).toEqual([{ name: 'rules', state: 'different' }])
  expect(merged.ownRules).toEqual({ state: 'different', rules: 1 })
  await client.call('bundles.import', { bundleId, intoProjectId: otherId })
  expect((await client.call('settings.get', {})).ownRules[otherId]).toEqual(own)
  const tabs = await client.call('variants.list', { promptId: prompt.id, withAll: true })
  expect(tabs.map(({ letter, revision }) => `${letter}${revision}`)).toEqual(['A1', 'B1', 'B2', 'C1'])
  expect(tabs.map(({ parentId }) => tabs.findIndex(({ id }) => id === parentId))).toEqual([-1, -1, 1, 1])
  // The run was answered under the rules of then, whatever they say here.
  expect(tabs[1]?.partials).toEqual({ rules: 'Answer by the number only.' })
  expect((await client.call('partials.list', { projectId: otherId }))[0]?.text).toBe('Other rules.')
  await client.call('bundles.import', { bundleId, intoProjectId: otherId, partials: 'replace' })
  expect((await client.call('partials.list', { projectId: otherId }))[0]?.text).toBe('Answer by the number only.')
  expect(await client.call('runs.list', { projectId: otherId })).toHaveLength(1)
})

it('leaves runs out when told to, holds no key, and leaves no code switched on', async () => {
  const test = await openApp()
  const { client } = test
  test.keys.set('openai', 'sk-canary-4711')
  const projectId = await makeProject(test)
  const [set] = await client.call('eval-sets.list', { projectId })
  const { id: evalSetId } = must(set)
  const code = [{ scorer: 'javascript', value: 'output.length > 3' }]
  await client.call('eval-sets.set-assertions', { evalSetId, assertions: code })
  await client.call('eval-sets.allow-code', { evalSetId, mayRunCode: true })
  const { bundleId, counts } = await client.call('bundles.export', { projectId, withRuns: false })
  expect(counts).toMatchObject({ runs: 0, cells: 0, cases: 3 })
  const { body } = await client.call('bundles.read', { bundleId, offset: 0 })
  const files = filesOf(Buffer.from(body, 'base64'), test.folder)
  expect([...files.values()].join('\n')).not.toContain('canary')
  expect([...files.keys()].some((path) => path.startsWith('runs/'))).toBe(false)
  expect((await client.call('bundles.preview', { bundleId })).evalSets[0]?.hasCode).toBe(true)
  const { project } = await client.call('bundles.import', { bundleId, name: 'Copy' })
  expect(await client.call('eval-sets.list', { projectId: project.id })).toMatchObject([
    { mayRunCode: false, caseCount: 3 },
  ])
})

it('changes nothing when anything in it cannot be taken', async () => {
  const test = await openApp()
  const { client } = test
  const files = filesOf(await exportBundle(client, await makeProject(test)), test.folder)
  const cells = 'runs/01-recorded/cells.jsonl'
  const lines = must(files.get(cells)).trimEnd().split('\n')
  const variant = 'prompts/01-sum/A.json'
  const run = 'runs/01-recorded/run.json'
  const vectors = 'embeddings/01-lab-embed/vectors.jsonl'
  const bad: readonly (readonly [string, Record<string, string>])[] = [
    ['cannot be read', { [cells]: `${lines.slice(1).join('\n')}\n{"row":0}\n` }],
    ['line 2 of the bundle is not valid JSON', { [cells]: `${lines[0]}\n{"row":\n` }],
    ['holds something twice', { [cells]: `${[...lines, lines[0]].join('\n')}\n` }],
    ['outside of its run', { [cells]: must(lines[0]).replace('"row":0', '"row":7') }],
    [
      'an answered cell without its answer',
      { [cells]: must(lines[0]).replace(/"reply":.*,"mark"/, '"reply":null,"mark"') },
    ],
    ['fewer cases than the run', { 'runs/cases-1.jsonl': '' }],
    ['nested too deeply', { [variant]: `${'['.repeat(5000)}${']'.repeat(5000)}` }],
    ['is not valid JSON', { [variant]: '\ufeff{' }],
    ['which it does not hold', { [run]: must(files.get(run)).replace(/"evalSetId": "[^"]+"/, '"evalSetId": "x"') }],
    ['twice', { 'prompts/02-sum/prompt.json': must(files.get('prompts/01-sum/prompt.json')) }],
    [
      'lacks nowhere.json',
      { 'prompts/01-sum/prompt.json': must(files.get('prompts/01-sum/prompt.json')).replace(variant, 'nowhere.json') },
    ],
    [
      'vectors.jsonl, line 2 of the bundle has a vector of 2 numbers, but those of lab/embed have 3.',
      { [vectors]: must(files.get(vectors)).replace(/"vector":"[^"]+"}\n$/, '"vector":"AACAPwAAgD8="}\n') },
    ],
    [
      'a place that is no number',
      { [vectors]: must(files.get(vectors)).replace(/"vector":".{6}/, '"vector":"AADAfw') },
    ],
    ['newer Pithy', { 'manifest.json': '{"version":2}' }],
  ]
  const before = await client.call('projects.list', { withArchived: true })
  for (const [message, change] of bad) {
    const bundleId = await giveBundle(client, rebuilt(files, change))
    await expect(client.call('bundles.import', { bundleId }), message).rejects.toMatchObject({ code: 'bad-input' })
    await expect(client.call('bundles.import', { bundleId })).rejects.toThrow(message)
  }
  expect(await client.call('projects.list', { withArchived: true })).toEqual(before)
  const odd = {
    'project.json':
      '{"name":"x","description":"","budgetNanoUsd":null,"verdictRule":null,"words":null,"__proto__":{"isAdmin":true}}',
  }
  // Written before rules and embeddings were in bundles; and vectors of another length than the library's.
  const { counts } = JSON.parse(must(files.get('manifest.json')))
  const [older, shorter] = [
    { ...odd, 'manifest.json': JSON.stringify({ counts: { ...counts, ownRules: undefined, embeddings: undefined } }) },
    {
      [vectors]: must(files.get(vectors)).replaceAll(/"vector":"[^"]+"/g, '"vector":"AACAPwAAgD8="'),
      'embeddings/01-lab-embed/embeddings.json': `{"modelId":"lab/embed","dimensions":2,"vectors":"${vectors}"}`,
    },
  ].map((change) => giveBundle(client, rebuilt(files, change)))
  const made = await client.call('bundles.import', { bundleId: await must(older) })
  expect(made).toMatchObject({ project: { name: 'x' }, added: { ownRules: 0, embeddings: 0 } })
  const other = { bundleId: await must(shorter) }
  expect((await client.call('bundles.preview', other)).embeddings[0]?.state).toBe('different')
  expect((await client.call('bundles.import', other)).added).toMatchObject({ ownRules: 1, embeddings: 0 })
  expect(({} as Record<string, unknown>).isAdmin).toBeUndefined()
})
