import { expect, onTestFinished, test } from 'vitest'
import { defaultParameters } from '../../../../shared/domain/prompt.ts'
import { createTestApp } from '../../../support/temp-app.ts'
import { until } from '../../../support/until.ts'

async function openProject(template: string) {
  const app = await createTestApp()
  onTestFinished(app.close)
  const { client } = app
  const { id: projectId } = await client.call('projects.create', { name: 'Work' })
  const content = { messages: [{ role: 'user' as const, template }], parameters: defaultParameters }
  const prompt = await client.call('prompts.create', { projectId, name: 'Greeter', content })
  const current = async () => {
    const [variant] = await client.call('variants.list', { promptId: prompt.id })
    if (!variant) throw new Error('A prompt has a variant.')
    return variant
  }
  const evalSet = await client.call('eval-sets.create', { projectId, name: 'Names' })
  const value = { variables: { name: 'Ada' }, expected: null, tags: [], weight: 1 }
  await client.call('cases.add', { evalSetId: evalSet.id, content: value })
  const [model] = (await client.call('models.list', {})).filter(({ isSimulation }) => isSimulation)
  if (!model) throw new Error('There is no simulated model.')
  const modelId = model.id
  const spec = async () => ({
    projectId,
    evalSetId: evalSet.id,
    variantIds: [(await current()).id],
    modelIds: [modelId],
  })
  return { ...app, projectId, prompt, evalSet, content, current, spec }
}

test('a variant says what its partials say, until a run freezes it; the next revision has the new text', async () => {
  const app = await openProject("Hi. {% render 'rules' %}")
  const { client, projectId, current, spec } = app
  const end = await client.call('partials.create', { projectId, name: 'end', text: 'Bye {{name}}.' })
  const rules = await client.call('partials.create', { projectId, name: 'rules', text: "Be kind. {% render 'end' %}" })
  expect((await current()).partials).toEqual({ rules: rules.text, end: end.text })

  const { runId, jobId } = await client.call('runs.start', await spec())
  expect(await until(app.client, jobId)).toMatchObject({ state: 'succeeded', done: 1, failed: 0 })
  await client.call('partials.save', { partialId: end.id, text: 'So long, {{name}}!' })
  const ran = await current()
  expect(ran).toMatchObject({ isFrozen: true, partials: { rules: rules.text, end: 'Bye {{name}}.' } })

  const [before] = await client.call('runs.list', { projectId })
  expect(before?.id).toBe(runId)
  // The same variant asks the same once more: the old text, from the cache.
  expect(await client.call('runs.preview', await spec())).toMatchObject({ expectedCacheHits: 1, problems: [] })

  const renewed = await client.call('variants.renew-partials', { variantId: ran.id })
  expect(renewed).toMatchObject({ revision: 2, isFrozen: false, content: ran.content })
  expect(renewed.partials).toEqual({ rules: rules.text, end: 'So long, {{name}}!' })
  expect((await client.call('variants.get', { variantId: ran.id })).partials).toEqual(ran.partials)
  expect(await client.call('runs.preview', await spec())).toMatchObject({ expectedCacheHits: 0 })
  await expect(client.call('variants.renew-partials', { variantId: renewed.id })).rejects.toThrow(/already has/)
})

test('an unknown partial stops a run before anything is sent, with message, line and column', async () => {
  const { client, spec, projectId } = await openProject("Hi\n {% render 'gone' %}")
  const preview = await client.call('runs.preview', await spec())
  expect(preview.problems).toEqual([
    expect.stringMatching(/Variant A: Message 1 \(user\): Line 2, column 2 .*There is no partial "gone"/),
  ])
  await expect(client.call('runs.start', await spec())).rejects.toThrow(/no partial "gone"/)
  expect(await client.call('runs.list', { projectId })).toEqual([])
  expect(await client.call('spend.today', {})).toMatchObject({ nanoUsd: 0, heldNanoUsd: 0 })
})

test('names are unique among those in use; archived ones come back if theirs is free', async () => {
  const { client, projectId } = await openProject('x')
  const one = await client.call('partials.create', { projectId, name: 'rules', text: 'one' })
  await expect(client.call('partials.create', { projectId, name: 'rules' })).rejects.toThrow(/has a partial "rules"/)
  for (const name of ['', '__proto__', 'a b', "x'y", 'ü']) {
    await expect(client.call('partials.create', { projectId, name })).rejects.toThrow(/begins with a letter/)
  }
  await client.call('partials.archive', { partialId: one.id, isArchived: true })
  const two = await client.call('partials.create', { projectId, name: 'rules', text: 'two' })
  await expect(client.call('partials.archive', { partialId: one.id, isArchived: false })).rejects.toThrow(/"rules"/)
  await client.call('partials.rename', { partialId: two.id, name: 'other' })
  await client.call('partials.archive', { partialId: one.id, isArchived: false })
  expect((await client.call('partials.list', { projectId })).map(({ name }) => name)).toEqual(['other', 'rules'])
})

test('a new name is taken over wherever the old one stands; a frozen variant keeps its text', async () => {
  const app = await openProject("{% render 'rules' %}")
  const { client, projectId, current, spec, prompt } = app
  const rules = await client.call('partials.create', { projectId, name: 'rules', text: 'Be kind.' })
  await client.call('partials.create', { projectId, name: 'all', text: "{% render 'rules' %}" })
  expect(await client.call('partials.uses', { projectId })).toContainEqual({
    partialId: rules.id,
    prompts: [{ promptId: prompt.id, promptName: 'Greeter', labels: ['A'] }],
    partials: ['all'],
  })
  await until(app.client, (await client.call('runs.start', await spec())).jobId)
  const ran = await current()
  await client.call('partials.rename', { partialId: rules.id, name: 'house-rules' })
  const now = await current()
  expect(now).toMatchObject({ revision: 2, partials: { 'house-rules': 'Be kind.' } })
  expect(now.content.messages[0]?.template).toBe("{% render 'house-rules' %}")
  expect(await client.call('variants.get', { variantId: ran.id })).toMatchObject({
    content: ran.content,
    partials: { rules: 'Be kind.' },
  })
  const [all] = await client.call('partials.list', { projectId })
  expect(all?.text).toBe("{% render 'house-rules' %}")
})

test('an export holds the text of its partials, as the variant has it', async () => {
  const app = await openProject("Hi {{name}}. {% render 'rules' %}")
  const { client, projectId, current } = app
  await client.call('partials.create', { projectId, name: 'rules', text: 'Be kind to {{name}}.' })
  const real = (await client.call('models.list', {})).find(({ providerId }) => providerId === 'openai')
  if (!real) throw new Error('The catalog has no model of OpenAI.')
  const asked = { variantId: (await current()).id, modelId: real.id, runId: null }
  const { body } = await client.call('exports.render', { ...asked, exporterId: 'promptfoo' })
  expect(body).toMatch(/Hi \{\{.*\}\}\. Be kind to \{\{.*\}\}\./)
  expect(body).not.toContain('{% render')
})

test('tokens of a partial count where its tag stands, filled in and as written', async () => {
  const { client, projectId, evalSet, content } = await openProject("One.\n\n{% render 'rules' %}\n\nTwo.")
  const text = 'Be kind to {{name}}, always and to everyone.'
  await client.call('partials.create', { projectId, name: 'rules', text })
  const partials = { rules: text }
  const inline = [{ role: 'user' as const, template: `One.\n\n${text}\n\nTwo.` }]
  for (const evalSetId of [evalSet.id, null]) {
    const asked = { evalSetId, encoding: 'o200k_base' } as const
    const counts = await client.call('breakdown.count', { ...asked, messages: content.messages, partials })
    const whole = await client.call('breakdown.count', { ...asked, messages: inline })
    const sum = (tokens: readonly number[]) => tokens.reduce((all, one) => all + one, 0)
    expect(counts.isAsWritten).toBe(evalSetId === null)
    expect(sum(counts.tokens)).toBe(sum(whole.tokens))
    expect(Math.max(...counts.tokens)).toBeGreaterThan(8)
  }
})

test('each text that a partial had is kept, and can be read again; another partial cannot give it', async () => {
  const { client, projectId } = await openProject('Hi.')
  const { id: partialId } = await client.call('partials.create', { projectId, name: 'rules', text: 'One.' })
  const other = await client.call('partials.create', { projectId, name: 'other', text: 'Else.' })
  await client.call('partials.save', { partialId, text: 'One. Two.' })
  await client.call('partials.save', { partialId, text: 'One. Two.' })
  await client.call('partials.save', { partialId, text: 'Two.' })
  const states = await client.call('partials.history', { partialId })
  expect(states.map(({ characters }) => characters)).toEqual([4, 9, 4])
  const texts = await Promise.all(states.map(({ no }) => client.call('partials.text-at', { partialId, no })))
  expect(texts.map(({ text }) => text)).toEqual(['Two.', 'One. Two.', 'One.'])
  const no = states[0]?.no ?? 0
  await expect(client.call('partials.text-at', { partialId: other.id, no })).rejects.toThrow('no longer kept')
})
