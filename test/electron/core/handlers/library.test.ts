import { expect, it, onTestFinished } from 'vitest'
import { createApp } from '../../../../electron/core/app.ts'
import { ProjectId, PromptId } from '../../../../shared/domain/ids.ts'
import { defaultParameters } from '../../../../shared/domain/prompt.ts'
import { clientOf, createTestApp } from '../../../support/temp-app.ts'

async function openApp() {
  const test = await createTestApp()
  onTestFinished(test.close)
  return test
}

it('opens a new library with the two sample projects, and does not add them again', async () => {
  const { app, client, ports } = await openApp()
  const projects = await client.call('projects.list', {})
  expect(projects.map(({ name, isSample }) => [name, isSample])).toEqual([
    ['Review sentiment', true],
    ['Support tickets', true],
  ])
  for (const project of projects) {
    const [prompt] = await client.call('prompts.list', { projectId: project.id })
    const [evalSet] = await client.call('eval-sets.list', { projectId: project.id })
    const variants = await client.call('variants.list', { promptId: prompt?.id ?? PromptId.parse('none') })
    expect(variants[0]).toMatchObject({ letter: 'A', revision: 1, isFrozen: false })
    expect(evalSet?.caseCount).toBeGreaterThanOrEqual(120)
    expect(evalSet?.assertions.length).toBeGreaterThan(0)
    await client.call('projects.archive', { projectId: project.id, isArchived: true })
  }
  await app.close()
  const again = await createApp(ports)
  onTestFinished(again.close)
  expect(await clientOf(again).call('projects.list', {})).toEqual([])
  expect(await clientOf(again).call('projects.list', { withArchived: true })).toHaveLength(2)
})

it('says who it is', async () => {
  const { client, ports } = await openApp()
  expect(await client.call('app.hello', {})).toEqual({
    buildId: 'test-build',
    version: '0.0.0-test',
    host: 'test',
    libraryPath: ports.libraryPath,
    secretStorage: 'session',
  })
})

it('leads from a new project to a second variant, and tells listeners of each change', async () => {
  const { client, events } = await openApp()
  const project = await client.call('projects.create', { name: ' Work ' })
  expect(project).toMatchObject({ name: 'Work', isSample: false })
  const prompt = await client.call('prompts.create', { projectId: project.id, name: 'Greeter' })
  const [a] = await client.call('variants.list', { promptId: prompt.id })
  if (!a) throw new Error('A prompt has a first variant.')
  expect(a.content).toEqual({ messages: [{ role: 'user', template: '' }], parameters: defaultParameters })
  const content = { messages: [{ role: 'user' as const, template: 'Hi {{name}}' }], parameters: { maxOutputTokens: 5 } }
  const saved = await client.call('variants.save', { variantId: a.id, content })
  expect(saved.content.parameters).toEqual({ ...defaultParameters, maxOutputTokens: 5 })
  const b = await client.call('variants.fork', { variantId: a.id, name: ' short ' })
  expect(b).toMatchObject({ letter: 'B', name: 'short', content: saved.content, parentId: a.id })
  expect(await client.call('variants.get', { variantId: a.id })).toMatchObject({ isFrozen: true })
  expect(events.map(({ payload }) => payload)).toEqual([
    { kind: 'projects' },
    { kind: 'prompts' },
    { kind: 'variants' },
    { kind: 'variants' },
  ])
})

it('refuses children of what does not exist, by name', async () => {
  const { client, errors } = await openApp()
  const projectId = ProjectId.parse('nowhere')
  for (const call of [
    client.call('prompts.list', { projectId }),
    client.call('prompts.create', { projectId, name: 'x' }),
    client.call('eval-sets.list', { projectId }),
    client.call('eval-sets.create', { projectId, name: 'x' }),
  ]) {
    await expect(call).rejects.toMatchObject({ code: 'not-found', message: 'There is no project nowhere.' })
  }
  expect(errors).toEqual([])
})

it('adds, changes, removes and restores a case', async () => {
  const { client } = await openApp()
  const project = await client.call('projects.create', { name: 'Work' })
  const { id: evalSetId } = await client.call('eval-sets.create', { projectId: project.id, name: 'Set' })
  const content = { variables: { q: 'What?' }, expected: 'That.', tags: [], weight: 1 }
  const added = await client.call('cases.add', { evalSetId, content })
  const saved = await client.call('cases.save', {
    evalSetId,
    caseId: added.id,
    content: { ...content, expected: 'This.' },
  })
  expect(saved).toEqual({ ...added, expected: 'This.' })
  const removed = await client.call('cases.remove', { evalSetId, caseIds: [added.id] })
  expect(removed).toEqual([saved])
  expect(await client.call('cases.page', { evalSetId })).toEqual({ cases: [], total: 0 })
  expect(await client.call('cases.restore', { evalSetId, cases: removed })).toMatchObject({ caseCount: 1 })
  expect((await client.call('cases.page', { evalSetId })).cases).toEqual([saved])
})

it('imports a table into a new eval set and then more of it into the same one', async () => {
  const { client } = await openApp()
  const { id: projectId } = await client.call('projects.create', { name: 'Work' })
  const text = 'review,label\nGood soup,positive\n"Cold, stale",negative\n'
  const source = { text, format: null, delimiter: null }
  const preview = await client.call('imports.preview', source)
  expect(preview).toMatchObject({ format: 'csv', delimiter: ',', columns: ['review', 'label'], rowCount: 2 })
  const mapping = [
    { column: 'review', use: 'variable' as const, variableName: 'review' },
    { column: 'label', use: 'expected' as const, variableName: '' },
  ]
  const first = await client.call('imports.cases', { ...source, projectId, evalSetId: null, name: 'Set', mapping })
  expect(first).toMatchObject({ imported: 2, evalSet: { name: 'Set', caseCount: 2, variableNames: ['review'] } })
  const evalSetId = first.evalSet.id
  const second = await client.call('imports.cases', { ...source, projectId, evalSetId, name: 'Set', mapping })
  expect(second).toMatchObject({ imported: 2, evalSet: { id: evalSetId, caseCount: 4 } })
  const { cases } = await client.call('cases.page', { evalSetId })
  expect(cases.map(({ position, variables, expected }) => [position, variables.review, expected])).toEqual([
    [1, 'Good soup', 'positive'],
    [2, 'Cold, stale', 'negative'],
    [3, 'Good soup', 'positive'],
    [4, 'Cold, stale', 'negative'],
  ])
})

it('tells how far an import is, and takes all of it back when it is cancelled', async () => {
  const { client } = await openApp()
  const { id: projectId } = await client.call('projects.create', { name: 'Work' })
  const text = ['review', ...Array.from({ length: 20_000 }, (_, index) => `Soup ${index}`)].join('\n')
  const mapping = [{ column: 'review', use: 'variable' as const, variableName: 'review' }]
  const table = { text, format: null, delimiter: null, projectId, evalSetId: null, name: 'Set', mapping }
  const abort = new AbortController()
  const told: unknown[] = []
  client.on('import.progressed', (progress) => {
    told.push(progress)
    abort.abort()
  })
  await expect(
    client.call('imports.cases', { ...table, importId: 'mine' }, { signal: abort.signal }),
  ).rejects.toMatchObject({ code: 'cancelled' })
  expect(told).toEqual([{ importId: 'mine', stored: expect.any(Number), total: 20_000 }])
  expect(await client.call('eval-sets.list', { projectId })).toEqual([])
})

it('makes no empty eval set of a table in which no row is good', async () => {
  const { client } = await openApp()
  const { id: projectId } = await client.call('projects.create', { name: 'Work' })
  const mapping = [{ column: 'review', use: 'variable' as const, variableName: 'review' }]
  const source = { text: 'review\n', format: null, delimiter: null }
  await expect(
    client.call('imports.cases', { ...source, projectId, evalSetId: null, name: 'Set', mapping }),
  ).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('nothing was changed') })
  expect(await client.call('eval-sets.list', { projectId })).toEqual([])
})

it('keeps settings over a restart', async () => {
  const { app, client, ports } = await openApp()
  await client.call('settings.save', { theme: 'dark' })
  await app.close()
  const again = await createApp(ports)
  onTestFinished(again.close)
  expect(await clientOf(again).call('settings.get', {})).toMatchObject({ theme: 'dark' })
})

it('masks a bug of our own and keeps what happened for the log', async () => {
  const { client, app, errors } = await openApp()
  await app.close()
  await expect(client.call('projects.list', {})).rejects.toMatchObject({ code: 'internal' })
  expect(errors).toHaveLength(1)
})
