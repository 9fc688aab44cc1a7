import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { discountsOf, percentsOf } from '../../../../renderer/features/models/discount-draft.ts'
import { findEntries, withTicked } from '../../../../renderer/features/models/import/diff-selection.ts'
import { ModelId, ProviderId } from '../../../../shared/domain/ids.ts'
import { catalogModels } from '../../../../shared/models/catalog.ts'
import { figureText, newModelText, percentText } from '../../../../shared/price-book/figure-text.ts'
import { firstTicked } from '../../../../shared/price-book/first-ticked.ts'
import { previewImport } from '../../../../shared/price-book/preview-import.ts'

const text = readFileSync(path.join(import.meta.dirname, '../../../fixtures/prices/litellm.json'), 'utf8')
const ids = (...names: readonly string[]) => names.map((name) => ModelId.parse(name))

function preview(models = catalogModels) {
  const providerIds = new Set(['openai', 'anthropic', 'google', 'deepseek', 'groq'])
  return previewImport(text, { formatId: null, models, providerIds, today: '2026-11-21', readOn: '2026-11-21' })
}

test('ticks the changed models at first, but no new one, and none that the user entered', () => {
  expect(firstTicked(preview())).toEqual(new Set(ids('openai/gpt-5.5', 'anthropic/claude-sonnet-4-5')))
  const own = catalogModels.map((model) =>
    model.id === 'openai/gpt-5.5' ? { ...model, origin: 'user' as const } : model,
  )
  expect(firstTicked(preview(own))).toEqual(new Set(ids('anthropic/claude-sonnet-4-5')))
})

test('finds entries of a status by words in any order', () => {
  const found = (status: 'added' | 'changed' | 'same', search: string) =>
    findEntries(preview(), status, search).map(({ model }) => model.id)
  expect(found('added', 'next GROQ')).toEqual(['groq/meta-llama/llama-next'])
  expect(found('changed', 'next')).toEqual([])
  expect(found('same', '')).toEqual(['openai/gpt-4o-mini', 'google/gemini-2.5-pro'])
})

test('ticking what is shown leaves what is not shown alone', () => {
  const [a, b, c] = ids('openai/a', 'openai/b', 'openai/c') as [ModelId, ModelId, ModelId]
  expect(withTicked(new Set([a]), [b, c], true)).toEqual(new Set([a, b, c]))
  expect(withTicked(new Set([a, b]), [b, c], false)).toEqual(new Set([a]))
})

test('writes figures in their unit, and what is not known as a dash', () => {
  expect(figureText(0.75, 'usd-per-million')).toBe('$0.750')
  expect(figureText(272_000, 'tokens')).toBe('272,000')
  expect(figureText(0.5, 'factor')).toBe('× 0.5')
  expect(figureText(null, 'usd-per-million')).toBe('–')
  expect([percentText(-20), percentText(4.25), percentText(1900)]).toEqual(['−20 %', '+4.3 %', '+1,900 %'])
  const added = preview().entries.find(({ model }) => model.id === 'openai/codex-next')
  expect(added && newModelText(added.model)).toBe('$1.25 in, $10.0 out, context 272,000')
})

test('discounts go through the form unchanged; an empty field is none', () => {
  const openai = ProviderId.parse('openai')
  const discounts = { [openai]: 0.075, [ProviderId.parse('groq')]: 0.3 }
  expect(discountsOf(percentsOf(discounts))).toEqual(discounts)
  expect(discountsOf(new Map([[openai, 0]]))).toEqual({})
})
