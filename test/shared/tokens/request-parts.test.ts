import { beforeAll, expect, it } from 'vitest'
import type { ToolDefinition } from '../../../shared/domain/tool.ts'
import { countRequest } from '../../../shared/tokens/count-tokens.ts'
import type { Encoder } from '../../../shared/tokens/encoder.ts'
import { loadEncoder } from '../../../shared/tokens/encodings.ts'
import { type RequestExtras, requestParts } from '../../../shared/tokens/request-parts.ts'
import { tokenProfile } from '../../../shared/tokens/token-profile.ts'

let encoder: Encoder
beforeAll(async () => {
  encoder = await loadEncoder('o200k_base')
})

/** The example of the OpenAI cookbook, for which the API billed 101 tokens on gpt-4o with the two messages below. */
const WEATHER: ToolDefinition = {
  name: 'get_current_weather',
  description: 'Get the current weather in a given location',
  parameters: {
    type: 'object',
    properties: {
      location: { type: 'string', description: 'The city and state, e.g. San Francisco, CA' },
      unit: {
        type: 'string',
        description: 'The unit of temperature to return',
        enum: ['celsius', 'fahrenheit'],
      },
    },
    required: ['location'],
  },
}
const MESSAGES = [
  { role: 'system', content: 'You are a helpful assistant that can answer to questions about the weather.' },
  { role: 'user', content: "What's the weather like in San Francisco?" },
] as const
const SCHEMA = { type: 'object', properties: { label: { type: 'string' } }, required: ['label'] }

const extras = (changes: Partial<RequestExtras>): RequestExtras => ({ responseSchema: null, tools: [], ...changes })

it('counts the tools of the OpenAI cookbook as the API billed them', () => {
  const profile = tokenProfile({ providerKind: 'openai', modelName: 'gpt-4o' })
  const { tokens, parts } = countRequest({ messages: MESSAGES, encoder, profile, extras: extras({ tools: [WEATHER] }) })
  expect(tokens).toBe(101)
  expect(parts).toMatchObject([{ kind: 'tools', label: '1 tool', bandRatio: 0.05, readOn: '2026-11-21' }])
})

it.each([
  ['openai', 'gpt-5', 'tools', 22],
  ['openai', 'gpt-oss-120b', 'tools', 40],
  ['anthropic', 'claude-opus-4-1', 'tools', 346],
  ['anthropic', 'claude-5', 'schema', 10],
  ['openai', 'gpt-5', 'schema', 10],
  ['openai-compatible', 'llama-3.3', 'tools', 40],
] as const)(
  '%s %s: %s are more than %i tokens, in the total, as an estimate with a source',
  (providerKind, modelName, kind, atLeast) => {
    const profile = tokenProfile({ providerKind, modelName })
    const given = extras(kind === 'tools' ? { tools: [WEATHER] } : { responseSchema: SCHEMA })
    const bare = countRequest({ messages: MESSAGES, encoder, profile })
    const full = countRequest({ messages: MESSAGES, encoder, profile, extras: given })
    const [part] = full.parts
    expect(part?.kind).toBe(kind)
    expect(part?.tokens).toBeGreaterThan(atLeast)
    expect(full.tokens).toBe(bare.tokens + (part?.tokens ?? 0))
    expect([full.perMessage, full.framingTokens]).toEqual([bare.perMessage, bare.framingTokens])
    expect(full.bandRatio).toBeGreaterThan(0)
    expect(part?.source.length).toBeGreaterThan(20)
  },
)

it('a second tool adds to the first, and costs less than it', () => {
  const tokens = (tools: readonly ToolDefinition[]) =>
    requestParts('openai-chat', extras({ tools }), { count: (text) => encoder.count(text), ratio: 1 })[0]?.tokens ?? 0
  expect(tokens([WEATHER, WEATHER])).toBe(2 * tokens([WEATHER]) - 12)
})

it('adds nothing where nothing is sent, and nothing on the sandbox models', () => {
  const profile = tokenProfile({ providerKind: 'openai', modelName: 'gpt-4o' })
  const bare = countRequest({ messages: MESSAGES, encoder, profile })
  expect(countRequest({ messages: MESSAGES, encoder, profile, extras: extras({}) })).toEqual(bare)
  expect(requestParts('none', extras({ responseSchema: SCHEMA }), { count: () => 1, ratio: 1 })).toEqual([])
})

it('survives parameters that are no schema', () => {
  const broken = { ...WEATHER, parameters: { properties: { a: null, b: 3, c: { enum: [1, null] } }, required: 'a' } }
  for (const rule of ['openai-chat', 'openai-reasoning', 'gpt-oss', 'claude-3', 'gemini'] as const) {
    const [part] = requestParts(rule, extras({ tools: [broken] }), { count: (text) => encoder.count(text), ratio: 1 })
    expect(part?.tokens).toBeGreaterThan(0)
  }
})
