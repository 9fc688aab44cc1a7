import { expect, test } from 'vitest'
import { filterModels } from '../../../../renderer/features/models/filter-models.ts'
import {
  modelDraftOf,
  modelOf,
  modelProblems,
  newModelDraft,
} from '../../../../renderer/features/models/model-draft.ts'
import { priceAge } from '../../../../renderer/features/models/price-age.ts'
import { sortModels } from '../../../../renderer/features/models/sort-models.ts'
import { catalogModels } from '../../../../shared/models/catalog.ts'

const TODAY = '2026-11-21'

test('every shipped model goes through its form unchanged, but for whose entry it is', () => {
  for (const model of catalogModels) {
    expect(modelOf(modelDraftOf(model, TODAY))).toEqual({ ...model, isSimulation: false, origin: 'user' })
  }
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

test('a price is old after 60 days', () => {
  expect(priceAge('2026-09-22', Date.parse(TODAY))).toEqual({ days: 60, isOld: false })
  expect(priceAge('2026-09-21', Date.parse(TODAY))).toEqual({ days: 61, isOld: true })
})
