import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { ModelId, ProviderId } from '../../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import { createTestApp } from '../../../support/temp-app.ts'

const text = readFileSync(path.join(import.meta.dirname, '../../../fixtures/prices/litellm.json'), 'utf8')
const known = ModelId.parse('openai/gpt-5.5')
const fresh = ModelId.parse('anthropic/claude-next')

async function openApp() {
  const test = await createTestApp()
  onTestFinished(test.close)
  const { client } = test
  const preview = (readOn: string | null = null) => client.call('prices.preview-import', { text, format: null, readOn })
  const model = async (id: ModelId) => (await client.call('models.list', {})).find((one) => one.id === id)
  return { ...test, preview, model, today: new Date(test.ports.now()).toISOString().slice(0, 10) }
}

it('shows what a price list would change without changing anything', async () => {
  const { client, preview, events } = await openApp()
  const before = await client.call('models.list', {})
  const told = await preview()
  expect(told.entries.filter(({ status }) => status === 'changed').map(({ model }) => model.id)).toContain(known)
  expect(await client.call('models.list', {})).toEqual(before)
  expect(events).toEqual([])
})

it('stores the approved models as own entries with source and day, and undoes that by what it gave back', async () => {
  const { client, preview, model, today, events } = await openApp()
  const shipped = await model(known)
  const { entries } = await preview()
  const approved = entries.flatMap((one) => ([known, fresh].includes(one.model.id) ? [one.model] : []))
  const undo = await client.call('prices.apply-import', { models: approved })
  expect(events).toContainEqual({ name: 'library.changed', payload: { kind: 'models' } })
  expect(await model(known)).toMatchObject({
    origin: 'user',
    label: 'GPT-5.5',
    price: { prices: { input: 4, output: 24 }, source: 'LiteLLM, imported', readOn: today },
  })
  expect(await model(fresh)).toMatchObject({ origin: 'user', providerId: 'anthropic', isSimulation: false })
  expect(await model(ModelId.parse('openai/codex-next'))).toBeUndefined()
  expect((await preview()).entries.find((one) => one.model.id === known)?.status).toBe('same')
  expect(undo).toEqual({ models: [], removeIds: expect.arrayContaining([known, fresh]) })
  await client.call('prices.apply-import', undo)
  expect(await model(known)).toEqual(shipped)
  expect(await model(fresh)).toBeUndefined()
})

it('brings back the own entry that an import replaced', async () => {
  const { client, preview, model } = await openApp()
  const shipped = await model(known)
  if (!shipped) throw new Error('the catalog has gpt-5.5')
  const own = await client.call('models.save', { model: { ...shipped, label: 'Ours' } })
  const imported = (await preview()).entries.find((one) => one.model.id === known)
  expect(imported?.current?.origin).toBe('user')
  const undo = await client.call('prices.apply-import', { models: imported ? [imported.model] : [] })
  expect((await model(known))?.price?.source).toBe('LiteLLM, imported')
  await client.call('prices.apply-import', undo)
  expect(await model(known)).toEqual(own)
})

it('dates the prices by the list, but never into the future', async () => {
  const { preview, today } = await openApp()
  expect((await preview('2026-01-02')).readOn).toBe('2026-01-02')
  expect((await preview('2999-01-01')).readOn).toBe(today)
  expect((await preview()).readOn).toBe(today)
})

it('stores nothing when one of the models belongs to no provider here, or to the sandbox', async () => {
  const { client, preview, model } = await openApp()
  const good = (await preview()).entries.find((one) => one.model.id === fresh)?.model
  if (!good) throw new Error('the fixture has it')
  const as = (id: string, providerId: string): CatalogModel => ({
    ...good,
    id: ModelId.parse(id),
    providerId: ProviderId.parse(providerId),
  })
  for (const [bad, code] of [
    [as('nobody/x', 'nobody'), 'not-found'],
    [as('openai/x', 'anthropic'), 'bad-input'],
    [as('sandbox/large', 'sandbox'), 'bad-input'],
  ] as const) {
    await expect(client.call('prices.apply-import', { models: [good, bad] })).rejects.toMatchObject({ code })
    expect(await model(fresh)).toBeUndefined()
  }
})

it('refuses a list of more than 20 million characters, and a file that is no list, in words', async () => {
  const { client } = await openApp()
  const ask = (body: string) => client.call('prices.preview-import', { text: body, format: null })
  await expect(ask(' '.repeat(20_000_001))).rejects.toThrow('more than 20 million characters')
  await expect(ask('not JSON')).rejects.toMatchObject({ code: 'bad-input' })
})

it('takes a provider’s discount off its models everywhere but the sandbox, and never stores it with a model', async () => {
  const { client, model, events } = await openApp()
  const mini = ModelId.parse('openai/gpt-5.4-mini')
  const plain = await model(mini)
  await client.call('settings.save', { providerDiscounts: { openai: 0.1, sandbox: 0.5 } })
  expect(events.map(({ payload }) => payload)).toContainEqual({ kind: 'models' })
  const less = await model(mini)
  expect(less).toEqual({ ...plain, price: { ...plain?.price, discountRatio: 0.1 } })
  const discounted = (await client.call('models.list', {})).filter(({ price }) => price?.discountRatio !== undefined)
  expect(new Set(discounted.map(({ providerId }) => providerId))).toEqual(new Set(['openai']))
  if (less) await client.call('models.save', { model: less })
  await client.call('settings.save', { providerDiscounts: {} })
  expect((await model(mini))?.price).toEqual(plain?.price)
})
