import { expect, it } from 'vitest'
import { createModelDirectory } from '../../../../electron/core/models/model-directory.ts'
import { ModelId, ProviderId } from '../../../../shared/domain/ids.ts'
import { CatalogModel } from '../../../../shared/domain/model.ts'
import { catalogModels } from '../../../../shared/models/catalog.ts'
import { openTempStore } from '../../../support/temp-store.ts'

const openai = ProviderId.parse('openai')

async function withDirectory() {
  const { store } = await openTempStore()
  return {
    models: createModelDirectory(catalogModels, store.models, () => store.settings.get().providerDiscounts),
    stored: store.models,
  }
}

it('gives the shipped catalog as it is while nothing was entered or found', async () => {
  const { models } = await withDirectory()
  expect(models.all()).toEqual(catalogModels)
})

it('lets the own entry win over the shipped one in its place, and brings that back when it is removed', async () => {
  const { models, stored } = await withDirectory()
  const id = ModelId.parse('openai/gpt-5.4-mini')
  const shipped = models.get(id)
  const own = stored.save({ ...shipped, label: 'Ours', price: null })
  expect(own.origin).toBe('user')
  expect(models.get(id)).toEqual(own)
  expect(models.all().map((model) => model.id)).toEqual(catalogModels.map((model) => model.id))
  expect(stored.remove(id)).toBe(true)
  expect(models.get(id)).toEqual(shipped)
  expect(stored.remove(id)).toBe(false)
})

it('adds found models as unpriced, without a parameter that they may refuse, and leaves known ones alone', async () => {
  const { models } = await withDirectory()
  const known = models.get(ModelId.parse('openai/gpt-5.4-mini'))
  models.setDiscovered(openai, ['gpt-5.4-mini', 'org/new:latest', 'has space'])
  expect(models.get(known.id)).toEqual(known)
  const found = models.get(ModelId.parse('openai/org/new:latest'))
  expect(CatalogModel.parse(found)).toEqual({
    id: 'openai/org/new:latest',
    providerId: 'openai',
    label: 'org/new:latest',
    contextTokens: null,
    maxOutputTokens: null,
    price: null,
    capabilities: { temperature: false, stop: false, efforts: [], structuredOutput: false, tools: false },
    isSimulation: false,
    origin: 'discovered',
  })
  expect(models.all()).toHaveLength(catalogModels.length + 1)
})

it('forgets found models that the endpoint no longer lists, but not what the user entered', async () => {
  const { models, stored } = await withDirectory()
  models.setDiscovered(openai, ['old', 'priced'])
  stored.save({ ...models.get(ModelId.parse('openai/priced')), label: 'With my price' })
  models.setDiscovered(openai, ['new'])
  expect(() => models.get(ModelId.parse('openai/old'))).toThrow('There is no model "openai/old".')
  expect(models.get(ModelId.parse('openai/new')).origin).toBe('discovered')
  expect(models.get(ModelId.parse('openai/priced'))).toMatchObject({ origin: 'user', label: 'With my price' })
})
