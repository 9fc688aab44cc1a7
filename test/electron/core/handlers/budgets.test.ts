import { expect, onTestFinished, test } from 'vitest'
import { budgetStatuses } from '../../../../electron/core/evaluate/calls/budget-statuses.ts'
import { overBudgetError } from '../../../../electron/core/evaluate/calls/over-budget-error.ts'
import { tagsOfAll, tagsOfColumns } from '../../../../electron/core/evaluate/calls/tags-of-cell.ts'
import { tryPaid } from '../../../../electron/core/evaluate/judge/try-assertion.ts'
import { resumeRun } from '../../../../electron/core/evaluate/resume-run.ts'
import { TagSetStore } from '../../../../electron/core/store/tag-set-store.ts'
import { promptTag, providerTag } from '../../../../shared/domain/call-tag.ts'
import { type ModelId, type ProjectId, type PromptId, ProviderId, VariantId } from '../../../../shared/domain/ids.ts'
import { RunSpec } from '../../../../shared/domain/run.ts'
import { Assertion } from '../../../../shared/domain/score.ts'
import { openEngineBench } from '../../../support/open-engine-bench.ts'
import { createTestApp } from '../../../support/temp-app.ts'
import { testModel } from '../../../support/test-model.ts'

const stopped = { what: 'the run', missing: '', remedy: 'Resume the run with a larger budget.' }
const budget = { limitNanoUsd: 1_000_000_000, settledNanoUsd: 900_000_000, heldNanoUsd: 50_000_000 }

test('lists the limits that hold, each with its share and its warning, and none where none is set', async () => {
  const { client, close } = await createTestApp()
  onTestFinished(close)
  expect(await client.call('spend.budgets', {})).toEqual([])
  await client.call('settings.save', { dayBudgetNanoUsd: 5_000_000_000, monthBudgetNanoUsd: 0 })
  const project = await client.call('projects.create', { name: 'Work' })
  const limited = await client.call('projects.set-budget', { projectId: project.id, budgetNanoUsd: 7 })
  expect(limited.budgetNanoUsd).toBe(7)
  const unused = { settledNanoUsd: 0, heldNanoUsd: 0 }
  expect(await client.call('spend.budgets', {})).toEqual([
    { scope: 'day', label: 'Today', subjectId: null, limitNanoUsd: 5_000_000_000, ...unused, share: 0, level: 'ok' },
    { scope: 'month', label: 'January 2026', subjectId: null, limitNanoUsd: 0, ...unused, share: 1, level: 'full' },
    { scope: 'project', label: 'Work', subjectId: project.id, limitNanoUsd: 7, ...unused, share: 0, level: 'ok' },
  ])
  await client.call('projects.set-budget', { projectId: project.id, budgetNanoUsd: null })
  await client.call('settings.save', { dayBudgetNanoUsd: null, monthBudgetNanoUsd: null })
  expect(await client.call('spend.budgets', {})).toEqual([])
})

test('a day without money left refuses the first call, says so, and the run goes on once it is raised', async () => {
  const bench = await openEngineBench({ cases: [{ variables: { text: 'a' } }] })
  bench.store.settings.save({ dayBudgetNanoUsd: 1000 })
  const { job } = await bench.run()
  expect(bench.asked).toHaveLength(0)
  expect(job.error).toMatchObject({
    code: 'budget-exceeded',
    message: expect.stringMatching(/^The budget of \$0\.00000100 a day stopped the run: .* Raise it in Settings/),
  })
  bench.store.settings.save({ dayBudgetNanoUsd: null })
  expect((await bench.run()).job.state).toBe('succeeded')
})

test('refuses an unpriced model while any limit holds', async () => {
  const bench = await openEngineBench({ cases: [{ variables: { text: 'a' } }], models: [testModel({ price: null })] })
  bench.store.projects.setBudget(bench.spec().projectId, 1_000_000_000)
  await expect(bench.run()).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining('is unpriced, so that no budget can be kept'),
  })
})

test.each([
  ['week:2025-12-29', /^The budget of \$1\.00 a week stopped the run: .* go on next week\.$/],
  ['month:2026-01', /^The budget of \$1\.00 a month stopped the run: .* \$0\.0500 is held .* go on next month\.$/],
  ['run:1', /^The budget of \$1\.00 stopped the run: .* Resume the run with a larger budget\.$/],
])('says which budget stopped a job and how to go on: %s', async (scope, message) => {
  const { store } = await openEngineBench({ cases: [{ variables: { text: 'a' } }] })
  expect(overBudgetError(store, { scope, budget, worstNanoUsd: 70_000_000 }, stopped).message).toMatch(message)
  expect(overBudgetError(store, { scope, budget, worstNanoUsd: null }, stopped).message).toContain('is unpriced')
})

test('a limit of a tag counts the calls of that tag only, also those from before it was set', async () => {
  const texts = ['a', 'b', 'c', 'd']
  const cases = texts.map((text, index) => ({
    variables: { text },
    tags: index < 2 ? ['team=a'] : ['team=b', 'plain'],
  }))
  const bench = await openEngineBench({ cases })
  const { budgetRules, ledger, budgets } = bench.store
  await bench.run({ mayUseCache: false })
  const spent = ledger.spentSince(0).nanoUsd
  const add = (tag: string | null, period: 'day' | 'week' | 'month' = 'day') =>
    budgetRules.add({ projectId: bench.spec().projectId, tag, period, limitNanoUsd: spent / 2 }, bench.core.ports.now())
  const half = { limitNanoUsd: spent / 2, settledNanoUsd: spent / 2, heldNanoUsd: 0, level: 'full', scope: 'rule' }
  const rule = add('team=a')
  const all = add(null, 'month')
  const plain = add('case tag=plain', 'week')
  const statuses = budgetStatuses(bench.store, bench.core.ports.now())
  expect(statuses).toMatchObject([
    { ...half, label: 'project Project', settledNanoUsd: spent, subjectId: all.id, share: 2 },
    { ...half, label: 'case tag=plain in project Project', rule: { period: 'week' } },
    {
      ...half,
      label: 'team=a in project Project',
      subjectId: rule.id,
      share: 1,
      rule: { tag: 'team=a', period: 'day' },
    },
  ])
  for (const { id } of [all, plain]) budgetRules.remove(id)
  expect(budgets.state(`rule:${all.id}:2026-01`)).toEqual({ limitNanoUsd: null, settledNanoUsd: 0, heldNanoUsd: 0 })
  const { job, run } = await bench.run({ mayUseCache: false })
  expect(job.error?.message).toMatch(
    /^The budget of \S+ a day for team=a in project Project stopped the run: .* Raise it in Settings, under Budgets, or go on tomorrow\.$/,
  )
  // It leaves out its own two cells, and does not guess what the missing ones would need of it.
  expect(run).toMatchObject({ doneCount: 2, state: 'incomplete' })
  expect(job.error?.message).toContain(' 2 of 4 cells are missing. Raise it')
  budgetRules.change(rule.id, 1_000_000_000_000)
  expect((await bench.run({ mayUseCache: false, tags: ['team=a'] })).job.state).toBe('succeeded')
})

test('a try of an assertion keeps the limits of its case, names the one that refused it, and is not sent once cancelled', async () => {
  const bench = await openEngineBench({ cases: [{ variables: { text: 'a' } }] })
  const { projectId, modelIds } = bench.spec()
  const assertion = Assertion.parse({ scorer: 'llm-rubric', value: 'Is polite', options: { judge: modelIds[0] } })
  const evalCase = { variables: {}, expected: null, tags: ['team=a'], weight: 1 }
  const tried = { projectId, assertion, output: 'Thanks.', evalCase }
  const leaving = new AbortController()
  const cancelled = tryPaid(bench.core, tried, leaving.signal)
  leaving.abort()
  await expect(cancelled).rejects.toThrow()
  bench.store.budgetRules.add(
    { projectId: null, tag: 'team=a', period: 'day', limitNanoUsd: 0 },
    bench.core.ports.now(),
  )
  await expect(tryPaid(bench.core, tried, new AbortController().signal)).rejects.toThrow(
    /^The budget of \$0 a day for team=a stopped the try: .* Raise it in Settings, under Budgets, or go on tomorrow\.$/,
  )
  expect(bench.asked).toHaveLength(0)
})

test('calls about one column have the tag of its prompt only, and a lost set of tags is none', async () => {
  const bench = await openEngineBench({ cases: [{ variables: { text: 'a' } }] })
  const { run } = await bench.run({ tags: ['user=anna'] })
  const [column] = run.columns
  if (!column) throw new Error('no column')
  const other = { ...column, promptId: 'other' as PromptId, variantId: VariantId.parse('other') }
  const both = { spec: run.spec, columns: [column, other] }
  expect(tagsOfColumns(both, [other])).toEqual(['user=anna', promptTag(other.promptId)])
  expect(tagsOfAll(both)).toEqual(['user=anna', 'provider=lab'])
  expect(tagsOfAll(run)).toEqual(['user=anna', promptTag(column.promptId), 'provider=lab'])
  expect(new TagSetStore(bench.store.db).tagsOf(999)).toEqual([])
})

test('a limit of a prompt, of a project or of a tag holds where it belongs, and nowhere else', async () => {
  const bench = await openEngineBench({ cases: [{ variables: { text: 'a' } }] })
  const { store } = bench
  const { projectId } = bench.spec()
  const other = store.projects.create({ name: 'Other', description: '' })
  const limited = async (rule: { projectId?: ProjectId; tag?: string | null }) => {
    const whole = { projectId: null, tag: null, period: 'month', limitNanoUsd: 0, ...rule } as const
    const { id } = store.budgetRules.add(whole, bench.core.ports.now())
    const { job } = await bench.run({ mayUseCache: false, tags: RunSpec.shape.tags.parse(['user=anna', 'user=anna']) })
    store.budgetRules.remove(id)
    return job.error?.message.split(' stopped')[0] ?? null
  }
  const promptId = store.prompts.list(projectId, { withArchived: false })[0]?.id as PromptId
  const named = `The budget of $0 a month for`
  expect(await limited({ tag: 'user=bert' })).toBeNull()
  expect(await limited({ projectId: other.id })).toBeNull()
  expect(await limited({ tag: 'user=anna' })).toBe(`${named} user=anna`)
  expect(await limited({ projectId })).toBe(`${named} project Project`)
  expect(await limited({ tag: promptTag(promptId) })).toBe(`${named} prompt ${store.prompts.get(promptId).name}`)
  expect(await limited({})).toBe(`${named} all calls`)
  // Where the money goes knows the tags of runs, too.
  const wish = { projectId, source: { kind: 'runs', runIds: null }, unit: 'day' } as const
  const any = { model: null, tag: null, fromMs: null, toMs: null }
  const signal = new AbortController().signal
  const read = await store.spend.read({ ...wish, filter: any }, signal)
  expect(read?.tags.find(({ name }) => name === 'run tag')?.groups).toMatchObject([{ key: 'user=anna', rows: 2 }])
  const anna = { ...any, tag: { name: 'run tag', value: 'user=anna' } }
  expect((await store.spend.read({ ...wish, filter: anna }, signal))?.costs).toHaveLength(2)
  const none = { ...any, tag: { name: 'run tag', value: null } }
  expect((await store.spend.read({ ...wish, filter: none }, signal))?.costs).toHaveLength(0)
})

test('a limit of a provider leaves out its calls only, ends a run that asks no other, and counts what was paid before', async () => {
  const cases = ['a', 'b', 'c'].map((text) => ({ variables: { text }, tags: ['provider=other'] }))
  const models = ['lab/one', 'other/two'].map((id) => testModel({ id }))
  const bench = await openEngineBench({ cases, models })
  const { budgetRules } = bench.store
  const limit = (name: string, limitNanoUsd: number) => {
    const tag = providerTag(ProviderId.parse(name))
    return budgetRules.add({ projectId: null, tag, period: 'week', limitNanoUsd }, bench.core.ports.now())
  }
  const lab = limit('lab', 0)
  const { run, job } = await bench.run()
  expect(run).toMatchObject({ doneCount: 3, state: 'incomplete' })
  expect(job.error?.message).toMatch(/^The budget of \$0 a week for provider lab stopped the run: /)
  expect((await bench.run({ modelIds: ['lab/one' as ModelId] })).job.state).toBe('failed')
  expect(bench.asked.map(({ model }) => model.id)).toEqual(Array(3).fill('other/two'))
  // A case's own tag of that name is none of a provider.
  limit('other', 90_000)
  expect(budgetStatuses(bench.store, bench.core.ports.now())).toMatchObject([
    { label: 'provider lab', settledNanoUsd: 0, heldNanoUsd: 0 },
    { label: 'provider other', settledNanoUsd: 90_000, heldNanoUsd: 0, level: 'full' },
  ])
  budgetRules.change(lab.id, 1_000_000_000)
  await bench.run({ modelIds: ['lab/one' as ModelId], mayUseCache: false })
  expect(budgetStatuses(bench.store, bench.core.ports.now())).toMatchObject([
    { label: 'provider lab', settledNanoUsd: 90_000, heldNanoUsd: 0 },
    { label: 'provider other', settledNanoUsd: 90_000 },
  ])
})

test('an unpriced model is refused where its own provider is limited, and no other', async () => {
  const unpriced = ['lab/one', 'third/three'].map((id) => testModel({ id, price: null }))
  const models = [...unpriced, testModel({ id: 'other/two' })]
  const bench = await openEngineBench({ cases: [{ variables: { text: 'a' } }], models })
  const limit = (name: string) => {
    const tag = providerTag(ProviderId.parse(name))
    bench.store.budgetRules.add({ projectId: null, tag, period: 'day', limitNanoUsd: 9e9 }, bench.core.ports.now())
  }
  limit('other')
  const { run, job } = await bench.run()
  expect(job.state).toBe('succeeded')
  limit('third')
  const resumed = resumeRun(bench.core, run.id, { mayPayAgain: false, budgetNanoUsd: undefined })
  await expect(resumed).rejects.toThrow(/third\/three is unpriced, so that no budget can be kept. Take the limit away/)
  const assert = unpriced.map(({ id }) => ({ scorer: 'llm-rubric', value: 'Is polite', options: { judge: id } }))
  const assertion = Assertion.parse({ scorer: 'assert-set', options: { assert: Assertion.array().parse(assert) } })
  const { projectId } = bench.spec()
  const tried = tryPaid(bench.core, { projectId, assertion, output: '', evalCase: null }, new AbortController().signal)
  await expect(tried).rejects.toThrow('third/three is unpriced, so that no limit can be kept')
  limit('lab')
  await expect(bench.run()).rejects.toThrow('lab/one is unpriced, so that no budget can be kept')
})
