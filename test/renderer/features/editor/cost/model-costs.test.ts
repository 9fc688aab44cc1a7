import { expect, test } from 'vitest'
import { modelCost } from '../../../../../renderer/features/editor/cost/model-costs.ts'
import { ModelId, ProviderId } from '../../../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../../../shared/domain/model.ts'
import { tokenProfile } from '../../../../../shared/tokens/token-profile.ts'

const priced: CatalogModel = {
  id: ModelId.parse('sandbox/x'),
  providerId: ProviderId.parse('sandbox'),
  label: 'X',
  contextTokens: 1000,
  maxOutputTokens: null,
  price: {
    prices: { input: 1, output: 10, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null },
    tiers: [],
    batchFactor: null,
    source: 'test',
    readOn: '2026-11-21',
  },
  capabilities: { temperature: false, stop: false, efforts: [], structuredOutput: false, tools: false },
  isSimulation: true,
  origin: 'catalog',
}

const sandbox = tokenProfile({ providerKind: 'sandbox', modelName: 'x' })
const profile = { callsPerDay: 1000, outputTokens: 200, arrivals: 'steady', burstCalls: 10 } as const
const counted = { text: 'some text', counts: { o200k_base: 100 }, features: null }
const given = { tokenProfile: sandbox, messages: [{ role: 'user' as const, count: counted }], profile }

test('prices input and assumed output, per call and per month of 30.4375 days', () => {
  const cost = modelCost(priced, { ...given, parameters: { maxOutputTokens: null } })
  expect(cost).toMatchObject({
    inputTokens: 100,
    bandRatio: null,
    inputNanoUsd: 100_000,
    callNanoUsd: 100_000 + 2_000_000,
    monthNanoUsd: 2_100_000 * 1000 * 30.4375,
  })
})

test('an output cap below the assumed length bounds the cost', () => {
  const cost = modelCost(priced, { ...given, parameters: { maxOutputTokens: 10 } })
  expect(cost?.callNanoUsd).toBe(100_000 + 100_000)
})

test('a model without a price has no cost, not a cost of zero', () => {
  const cost = modelCost({ ...priced, price: null }, { ...given, parameters: { maxOutputTokens: null } })
  expect(cost).toMatchObject({ inputTokens: 100, callNanoUsd: null, monthNanoUsd: null })
})

test('says so when prompt and output do not fit into the context', () => {
  const cost = modelCost({ ...priced, contextTokens: 299 }, { ...given, parameters: { maxOutputTokens: null } })
  expect(cost?.isTooLong).toBe(true)
})

test('waits for the count in the encoding of the model', () => {
  const notYet = { ...given, messages: [{ role: 'user' as const, count: { ...counted, counts: {} } }] }
  expect(modelCost(priced, { ...notYet, parameters: { maxOutputTokens: null } })).toBeNull()
})

/** The worker's answer: it counts what the rule asks for, and no role. */
function schemaOf(tokens: number) {
  return (_encoding: string, text: string) => (text.startsWith('# Response') ? tokens : null)
}

test('a response schema is counted by the rule of the provider, as a line of its own and in the total', () => {
  const gpt = { ...given, tokenProfile: tokenProfile({ providerKind: 'openai', modelName: 'gpt-4o' }) }
  const content = { responseSchema: { type: 'object' }, tools: [] }
  const waiting = modelCost(priced, {
    ...gpt,
    parameters: { maxOutputTokens: null },
    extras: { content, count: () => null },
  })
  expect(waiting).toBeNull()
  const cost = modelCost(priced, {
    ...gpt,
    parameters: { maxOutputTokens: null },
    extras: { content, count: schemaOf(40) },
  })
  expect(cost?.inputTokens).toBe(100 + 7 + 40)
  expect(cost?.overheads.map(({ label, tokens }) => [label, tokens])).toEqual([
    ['Framing of the messages', 7],
    ['Response schema', 40],
  ])
  expect(cost?.bandRatio).toBeCloseTo((0.2 * 40) / 147)
})

test('what the provider counted itself stands in for the estimate, without a band and with its day', () => {
  const exact = { tokens: 123, countedAt: '2026-11-21T12:00:00.000Z' }
  const claude = { ...given, tokenProfile: tokenProfile({ providerKind: 'anthropic', modelName: 'claude-5' }) }
  const features = new Float64Array(16).fill(3)
  const messages = [{ role: 'user' as const, count: { ...counted, features } }]
  const estimate = modelCost(priced, { ...claude, messages, parameters: { maxOutputTokens: null } })
  expect(estimate?.bandRatio).toBeGreaterThanOrEqual(0.12)
  const cost = modelCost(priced, { ...claude, messages, parameters: { maxOutputTokens: null }, exact })
  expect(cost).toMatchObject({ inputTokens: 123, bandRatio: null, inputNanoUsd: 123_000 })
  expect(cost?.basis).toContain('2026-11-21')
})
