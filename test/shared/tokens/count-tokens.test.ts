import { beforeAll, describe, expect, it } from 'vitest'
import type { RenderedMessage } from '../../../shared/domain/prompt.ts'
import { countRequest } from '../../../shared/tokens/count-tokens.ts'
import type { Encoder } from '../../../shared/tokens/encoder.ts'
import { loadEncoder } from '../../../shared/tokens/encodings.ts'
import { Estimator, startEstimator } from '../../../shared/tokens/estimator.ts'
import { tokenProfile } from '../../../shared/tokens/token-profile.ts'

let encoder: Encoder
beforeAll(async () => {
  encoder = await loadEncoder('o200k_base')
})

const SYSTEM: RenderedMessage = { role: 'system', content: 'Answer with the label only.' } // 6 tokens
const USER: RenderedMessage = { role: 'user', content: 'Say less, measure more.' } // 6 tokens
const ASSISTANT: RenderedMessage = { role: 'assistant', content: 'positive' } // 1 token

describe('countRequest', () => {
  it.each([
    ['openai', 'gpt-4o', [USER], 6 + 7],
    ['openai', 'gpt-4o', [SYSTEM, USER], 12 + 7 + 4],
    ['openai', 'gpt-5', [USER], 6 + 6],
    ['openai', 'gpt-5', [SYSTEM, USER, ASSISTANT, USER], 19 + 4 * 4 + 2 + 2],
    ['openai-compatible', 'gpt-oss-20b', [USER], 6 + 64 + 4],
  ] as const)('adds the published framing of %s %s to the exact text', (providerKind, modelName, messages, tokens) => {
    const count = countRequest({ messages, encoder, profile: tokenProfile({ providerKind, modelName }) })
    const texts = messages.map((message) => encoder.count(message.content))
    expect(count).toMatchObject({ tokens, perMessage: texts, exactness: 'exact-text', bandRatio: null })
    expect(count.framingTokens).toBe(tokens - texts.reduce((sum, value) => sum + value, 0))
    expect(count.rule.source).not.toBe('')
    expect(count.rule.readOn).toMatch(/^\d{4}-\d\d-\d\d$/)
  })

  it('is exact for the sandbox models, which bill contents only', () => {
    const profile = tokenProfile({ providerKind: 'sandbox', modelName: 'sandbox-large' })
    expect(countRequest({ messages: [SYSTEM, USER], encoder, profile })).toMatchObject({
      tokens: 12,
      perMessage: [6, 6],
      framingTokens: 0,
      exactness: 'exact',
      bandRatio: null,
    })
  })

  it('estimates Claude from its prior, with a band, and adds up', () => {
    const profile = tokenProfile({ providerKind: 'anthropic', modelName: 'claude-haiku-4-5' })
    const one = countRequest({ messages: [USER], encoder, profile })
    const two = countRequest({ messages: [USER, USER], encoder, profile })
    expect(one.exactness).toBe('estimate')
    expect(one.bandRatio).toBeGreaterThanOrEqual(0.12)
    expect(one.tokens).toBeGreaterThan(encoder.count(USER.content) + 7)
    expect(one.tokens).toBeLessThan(encoder.count(USER.content) * 1.4 + 8)
    expect(two.tokens - one.tokens).toBeGreaterThanOrEqual((one.perMessage[0] ?? 0) + 2)
    expect(one.framingTokens + (one.perMessage[0] ?? 0)).toBe(one.tokens)
  })

  it('gives the newer Claude tokenizer more tokens than the older for the same text', () => {
    const text = {
      role: 'user',
      content: 'Please measure every word of this plain English prompt. '.repeat(20),
    } as const
    const count = (modelName: string) =>
      countRequest({ messages: [text], encoder, profile: tokenProfile({ providerKind: 'anthropic', modelName }) })
        .tokens
    expect(count('claude-opus-4-7') / count('claude-opus-4-6')).toBeGreaterThan(1.2)
    expect(count('claude-opus-4-7') / count('claude-opus-4-6')).toBeLessThan(1.5)
  })

  it('uses what usage has taught', () => {
    const profile = tokenProfile({ providerKind: 'anthropic', modelName: 'claude-sonnet-5' })
    if (!profile.ratioPrior) throw new Error('Claude must be an estimate.')
    const estimator = new Estimator(startEstimator(profile.ratioPrior))
    const prompt = { role: 'user', content: 'Please measure every word of this prompt. '.repeat(30) } as const
    for (let call = 0; call < 40; call++) {
      const repeats = 5 + call
      const text = 'Please measure every word of this prompt. '.repeat(repeats)
      estimator.observe(encoder.features(text), Math.round(encoder.count(text) * 1.31) + 6)
    }
    const count = countRequest({ messages: [prompt], encoder, profile, calibration: estimator.toState() })
    expect(Math.abs(count.tokens / (encoder.count(prompt.content) * 1.31 + 6) - 1)).toBeLessThan(0.01)
    expect(count.bandRatio).toBeLessThan(0.12)
  })

  it('counts nothing for a request without messages', () => {
    for (const [providerKind, modelName] of [
      ['openai', 'gpt-4o'],
      ['anthropic', 'claude-sonnet-5'],
    ] as const) {
      const count = countRequest({ messages: [], encoder, profile: tokenProfile({ providerKind, modelName }) })
      expect(count).toMatchObject({ tokens: 0, perMessage: [], framingTokens: 0 })
    }
  })
})
