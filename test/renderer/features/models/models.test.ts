import { expect, test } from 'vitest'
import { filterModels } from '../../../../renderer/features/models/filter-models.ts'
import {
  modelDraftOf,
  modelOf,
  modelProblems,
  newModelDraft,
} from '../../../../renderer/features/models/model-draft.ts'
import { sortModels } from '../../../../renderer/features/models/sort-models.ts'
import { catalogModels } from '../../../../shared/models/catalog.ts'

const TODAY = '2026-11-21'

test('every shipped model goes through its form unchanged, but for whose entry it is', () => {
  for (const model of catalogModels) {
    expect(modelOf(modelDraftOf(model, TODAY))).toEqual({ ...model, isSimulation: false, origin: 'user' })
  }
})

test('an edited price keeps its tiers, its factors and the interface that the model answers on', () => {
  const [model] = catalogModels.filter(({ price }) => (price?.tiers.length ?? 0) > 0)
  if (!model?.price) throw new Error('The catalog has tiers.')
  const price = { ...model.price, flexFactor: 0.5, usOnlyFactor: 1.1 }
  const draft = { ...modelDraftOf({ ...model, price, api: 'responses' }, TODAY), input: 7 }
  expect(modelOf(draft)).toMatchObject({
    api: 'responses',
    price: { prices: { input: 7 }, tiers: price.tiers, flexFactor: 0.5, usOnlyFactor: 1.1 },
  })
})

test('a model without prices is unpriced only when the user says so, never by an empty field', () => {
  const draft = { ...newModelDraft(TODAY), providerId: 'groq', name: 'llama' }
  expect([...modelProblems(draft).keys()]).toEqual(['input', 'output'])
  expect(modelOf(draft)).toBeNull()
  expect(modelOf({ ...draft, isPriced: false })).toMatchObject({ id: 'groq/llama', label: 'llama', price: null })
})

test('unknown prices come last, whichever way the column is sorted', () => {
  const [priced, other] = catalogModels
  if (!priced || !other) throw new Error('The catalog has models.')
  const unpriced = { ...other, price: null }
  for (const isDescending of [false, true]) {
    expect(sortModels([unpriced, priced], { column: 'input', isDescending }).at(-1)).toBe(unpriced)
  }
})

test('the filter finds by words in any order, and by the marks that a row shows', () => {
  const filter = { providerId: null, isChosenOnly: false }
  const found = filterModels(catalogModels, { ...filter, text: 'mini gpt-5.4' }, new Set())
  expect(found.map(({ id }) => id)).toEqual(['openai/gpt-5.4-mini'])
  const simulated = filterModels(catalogModels, { ...filter, text: 'simulation' }, new Set())
  expect(simulated.every(({ isSimulation }) => isSimulation)).toBe(true)
  expect(simulated.length).toBeGreaterThan(0)
})
