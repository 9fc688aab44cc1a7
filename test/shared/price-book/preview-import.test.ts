import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import { type PriceImportPreview, PriceImportPreview as Schema } from '../../../shared/domain/price-import.ts'
import { catalogModels } from '../../../shared/models/catalog.ts'
import { type ImportOptions, previewImport } from '../../../shared/price-book/preview-import.ts'

const fixture = (name: string) =>
  readFileSync(path.join(import.meta.dirname, '../../fixtures/prices', `${name}.json`), 'utf8')

const options: ImportOptions = {
  formatId: null,
  models: catalogModels,
  providerIds: new Set(['sandbox', 'openai', 'anthropic', 'google', 'deepseek', 'xai', 'mistral', 'groq']),
  today: '2026-11-20',
  readOn: '2026-11-19',
}

function preview(name: string, changes: Partial<ImportOptions> = {}): PriceImportPreview {
  return Schema.parse(previewImport(fixture(name), { ...options, ...changes }))
}

function entry(told: PriceImportPreview, id: string) {
  const found = told.entries.find(({ model }) => model.id === id)
  if (!found) throw new Error(`no entry ${id}`)
  return found
}

const reasons = (told: PriceImportPreview) =>
  Object.fromEntries(told.skipped.flatMap(({ reason, names }) => names.map((name) => [name, reason])))

const names = (told: PriceImportPreview) => Object.fromEntries(told.entries.map((one) => [one.model.id, one.status]))

describe('LiteLLM’s list', () => {
  it('is told by its content, and sorted into added, changed and the same', () => {
    const told = preview('litellm')
    expect([told.formatId, told.formatLabel, told.readOn]).toEqual(['litellm', 'LiteLLM', '2026-11-19'])
    expect(names(told)).toEqual({
      'openai/gpt-5.5': 'changed',
      'openai/gpt-4o-mini': 'same',
      'openai/codex-next': 'added',
      'anthropic/claude-sonnet-4-5': 'changed',
      'anthropic/claude-next': 'added',
      'google/gemini-2.5-pro': 'same',
      'google/gemini-old-flash': 'added',
      'deepseek/deepseek-next': 'added',
      'groq/meta-llama/llama-next': 'added',
    })
  })

  it('names every change figure by figure, with its share, in dollars per million tokens', () => {
    const { changes, current, model } = entry(preview('litellm'), 'openai/gpt-5.5')
    expect(changes.map(({ label, before, after, changePercent }) => [label, before, after, changePercent])).toEqual([
      ['Input', 5, 4, -20],
      ['Output', 30, 24, -20],
      ['Cache read', 0.5, 0.4, -20],
      // Not listed: it cost as much as plain input, and goes on doing so.
      ['Cache write 5 min', 5, 4, -20],
      ['Input above 272,000 tokens', 10, 8, -20],
      ['Output above 272,000 tokens', 45, 36, -20],
      ['Cache read above 272,000 tokens', 1, 0.8, -20],
      ['Cache write 5 min above 272,000 tokens', 10, 8, -20],
      ['Flex', null, 0.5, null],
    ])
    expect(current).toEqual({
      origin: 'catalog',
      source: 'LiteLLM model_prices_and_context_window.json',
      readOn: '2026-08-01',
    })
    expect(model).toMatchObject({
      origin: 'user',
      label: 'GPT-5.5',
      price: { source: 'LiteLLM, imported', readOn: '2026-11-19', batchFactor: 0.5 },
    })
  })

  it('keeps what a checked model takes, and fills it in for a new one', () => {
    const told = preview('litellm')
    const known = catalogModels.find(({ id }) => id === 'openai/gpt-5.5')
    expect(entry(told, 'openai/gpt-5.5').model.capabilities).toEqual(known?.capabilities)
    expect(entry(told, 'openai/codex-next').model).toMatchObject({
      label: 'codex-next',
      api: 'responses',
      contextTokens: 272_000,
      maxOutputTokens: 128_000,
      capabilities: {
        temperature: false,
        stop: false,
        efforts: ['minimal', 'low', 'medium', 'high'],
        structuredOutput: true,
        tools: true,
      },
      price: {
        prices: { input: 1.25, output: 10, cacheRead: 0.125, cacheWrite5m: null, cacheWrite1h: null },
        tiers: [],
        batchFactor: null,
        flexFactor: 0.5,
      },
    })
  })

  it('reads tiers above 128,000, 200,000 and 272,000 tokens, and cache writes of both lengths', () => {
    const told = preview('litellm', { models: [] })
    expect(entry(told, 'anthropic/claude-sonnet-4-5').model.price).toEqual({
      prices: { input: 3, output: 15, cacheRead: 0.3, cacheWrite5m: 3.75, cacheWrite1h: 6 },
      tiers: [
        {
          aboveInputTokens: 200_000,
          prices: { input: 6, output: 22.5, cacheRead: 0.6, cacheWrite5m: 7.5, cacheWrite1h: 12 },
        },
      ],
      batchFactor: 0.5,
      usOnlyFactor: 1.1,
      source: 'LiteLLM, imported',
      readOn: '2026-11-19',
    })
    expect(entry(told, 'google/gemini-old-flash').model).toMatchObject({
      // A limit written as text is not known.
      maxOutputTokens: null,
      price: { tiers: [{ aboveInputTokens: 128_000, prices: { input: 0.15, output: 0.6 } }] },
    })
    // The list has no cache price above 200,000 tokens: it doubles with the input.
    expect(entry(told, 'google/gemini-2.5-pro').model.price?.tiers[0]?.prices.cacheRead).toBe(0.25)
    expect(entry(told, 'openai/gpt-5.5').model.price?.tiers.map(({ aboveInputTokens }) => aboveInputTokens)).toEqual([
      272_000,
    ])
  })

  it('fills in Anthropic’s own multipliers where the list is silent', () => {
    expect(entry(preview('litellm'), 'anthropic/claude-next').model.price).toMatchObject({
      prices: { input: 2, output: 10, cacheRead: 0.2, cacheWrite5m: 2.5, cacheWrite1h: 4 },
      batchFactor: 0.5,
    })
  })

  it('leaves out what it cannot trust or call, each with its reason', () => {
    const told = preview('litellm')
    expect(reasons(told)).toEqual({
      'us/claude-sonnet-4-5': 'a regional, fast or fine-tuned form with prices of its own',
      'gemini/gemini-retired': 'retired on 2026-09-24',
      'together_ai/org/model': 'its provider is not set up here',
      'xai/grok-text': 'input_cost_per_token is not a number',
      'xai/grok-negative': 'input_cost_per_token is negative',
      'xai/grok-huge': 'cache_read_input_token_cost is not a finite number',
      'mistral/wrong-unit': 'input_cost_per_token is above $10,000 per million tokens',
      'mistral/free': 'both prices are 0, which may mean unknown',
      'mistral/half': 'no price per token',
      'mistral/dear-thoughts': 'reasoning has a price of its own, which the cost model does not know',
      'text-embedding-3-small': 'not a chat model (mode embedding)',
      'bedrock/claude': 'its provider is not set up here',
      'azure/gpt-5.5': 'its provider is not set up here',
      broken: 'not an object',
    })
    expect(told.skipped[0]).toEqual({
      reason: 'its provider is not set up here',
      names: ['together_ai/org/model', 'bedrock/claude', 'azure/gpt-5.5'],
    })
  })

  it('prices the models of an endpoint that the user named as the list does', () => {
    const told = preview('litellm', { providerIds: new Set([...options.providerIds, 'together-ai']) })
    expect(names(told)['together-ai/org/model']).toBe('added')
  })

  it('says when one model is listed twice with different prices, and takes the first', () => {
    const list = JSON.parse(fixture('litellm')) as Record<string, Record<string, unknown>>
    const text = JSON.stringify({
      'deepseek/deepseek-next': list['deepseek/deepseek-next'],
      'deepseek-next': { ...list['deepseek-next'], input_cost_per_token: 9e-7 },
    })
    const told = previewImport(text, options)
    expect(told.entries.map(({ model }) => [model.id, model.price?.prices.input])).toEqual([
      ['deepseek/deepseek-next', 0.14],
    ])
    expect(reasons(told)).toEqual({ 'deepseek-next': 'listed before with other prices; the first entry is taken' })
  })
})

describe('the list of models.dev', () => {
  it('is told by its content, and sorted into added, changed and the same', () => {
    const told = preview('models-dev')
    expect(told.formatLabel).toBe('models.dev')
    expect(names(told)).toEqual({
      'openai/gpt-5.5': 'same',
      'anthropic/claude-next': 'added',
      'google/gemini-2.5-pro': 'changed',
      'groq/openai/gpt-oss-next': 'added',
    })
    expect(
      entry(told, 'google/gemini-2.5-pro').changes.map(({ field, before, after }) => [field, before, after]),
    ).toEqual([
      ['prices.cacheRead', 0.125, 0.31],
      ['tiers.200000.cacheRead', 0.25, 0.625],
    ])
  })

  it('reads names, limits, tiers and what a model takes', () => {
    const told = preview('models-dev', { models: [] })
    expect(entry(told, 'openai/gpt-5.5').model).toMatchObject({
      label: 'GPT-5.5',
      contextTokens: 1_050_000,
      maxOutputTokens: 128_000,
      price: {
        prices: { input: 5, output: 30, cacheRead: 0.5, cacheWrite5m: null, cacheWrite1h: null },
        // The older block repeats the tier at a threshold that is wrong: it does not count beside the newer one.
        tiers: [{ aboveInputTokens: 272_000, prices: { input: 10, output: 45, cacheRead: 1 } }],
      },
      capabilities: {
        temperature: false,
        stop: false,
        efforts: ['none', 'low', 'medium', 'high', 'xhigh'],
        structuredOutput: true,
        tools: true,
      },
    })
    expect(entry(told, 'anthropic/claude-next').model).toMatchObject({
      label: 'Claude Next',
      price: { prices: { cacheRead: 0.2, cacheWrite5m: 5, cacheWrite1h: 8 }, batchFactor: 0.5 },
      capabilities: { efforts: ['low', 'medium', 'high', 'max'], tools: true },
    })
    expect(entry(told, 'groq/openai/gpt-oss-next').model.maxOutputTokens).toBeNull()
  })

  it('leaves out what it cannot use, each with its reason', () => {
    expect(reasons(preview('models-dev'))).toEqual({
      'openai/gpt-image-next': 'does not answer in text (image)',
      'openai/gpt-old': 'deprecated',
      'google/gemini-audio-thoughts': 'reasoning has a price of its own, which the cost model does not know',
      'groq/by-the-hour': 'a tier that does not go by the length of the prompt',
      'openrouter/openai/gpt-5.5': 'its provider is not set up here',
    })
  })
})

describe('what an import leaves alone', () => {
  const own = (changes: Partial<CatalogModel>): readonly CatalogModel[] =>
    catalogModels.map((model) => (model.id === 'openai/gpt-5.5' ? { ...model, ...changes } : model))

  it('never turns a known figure into an unknown one', () => {
    const known = catalogModels.find(({ id }) => id === 'openai/gpt-5.5')
    const price = known?.price ?? null
    if (price === null) throw new Error('the catalog prices gpt-5.5')
    const tiers = [...price.tiers, { aboveInputTokens: 500_000, prices: { ...price.prices, cacheWrite1h: 7 } }]
    const models = own({ price: { ...price, prices: { ...price.prices, cacheWrite1h: 9 }, tiers } })
    const { changes, model } = entry(preview('models-dev', { models }), 'openai/gpt-5.5')
    expect(changes.map(({ field, after }) => [field, after])).toEqual([['tiers.272000.cacheWrite1h', 18]])
    expect(model.price?.prices.cacheWrite1h).toBe(9)
    expect(model.price?.tiers.map(({ aboveInputTokens }) => aboveInputTokens)).toEqual([272_000, 500_000])
  })

  it('says whose entry it would replace, and stores no discount as a price', () => {
    const known = catalogModels.find(({ id }) => id === 'openai/gpt-5.5')
    if (!known?.price) throw new Error('the catalog prices gpt-5.5')
    const models = own({ origin: 'user', price: { ...known.price, discountRatio: 0.1 } })
    const { current, status, model } = entry(preview('models-dev', { models }), 'openai/gpt-5.5')
    expect([current?.origin, status, model.price?.prices.input]).toEqual(['user', 'same', 5])
    expect(model.price).not.toHaveProperty('discountRatio')
  })

  it('prices a model that was only found at its endpoint, and learns what it takes', () => {
    const found = own({
      origin: 'discovered',
      price: null,
      contextTokens: null,
      capabilities: { temperature: false, stop: false, efforts: [], structuredOutput: false, tools: false },
    })
    const { status, changes, model } = entry(preview('litellm', { models: found }), 'openai/gpt-5.5')
    expect(status).toBe('changed')
    expect(changes[0]).toMatchObject({ label: 'Input', before: null, after: 4, changePercent: null })
    expect(changes.at(-1)).toMatchObject({
      field: 'capabilities',
      before: 'nothing known',
      after: 'effort (none, low, medium, high, xhigh), schema, tools',
    })
    expect(model.capabilities.tools).toBe(true)
  })
})

describe('a file that is no price list', () => {
  it.each([
    ['is not JSON', 'Dear diary', 'This file is not JSON. Choose LiteLLM’s model_prices_and_context_window.json or'],
    ['is some other JSON', '{"a": 1}', 'This is not a price list that Pithy knows.'],
    ['is a list', '[]', 'This is not a price list that Pithy knows.'],
    ['is null', 'null', 'This is not a price list that Pithy knows.'],
  ])('is refused when it %s', (_what, text, message) => {
    expect(() => previewImport(text, options)).toThrow(message)
  })

  it('is refused when it was said to be of a format and names no models', () => {
    expect(() => previewImport('[]', { ...options, formatId: 'models-dev' })).toThrow('This file names no models.')
    expect(() => previewImport('{}', { ...options, formatId: 'tokencost' })).toThrow(
      'There is no price list format "tokencost". Known: litellm, models-dev.',
    )
  })

  it('does not trip over odd entries and names', () => {
    const odd = {
      __proto__x: 1,
      constructor: { litellm_provider: 'constructor', mode: 'chat' },
      a: [],
      b: { models: 3 },
    }
    const told = previewImport(JSON.stringify({ ...odd, 'x y': { litellm_provider: 'openai', mode: 'chat' } }), options)
    expect(told.entries).toEqual([])
    expect(reasons(told)).toMatchObject({ 'x y': 'its name cannot be a model id' })
  })
})
