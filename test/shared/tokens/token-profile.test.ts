import { describe, expect, it } from 'vitest'
import { tokenProfile } from '../../../shared/tokens/token-profile.ts'

describe('tokenProfile', () => {
  it.each([
    ['openai', 'gpt-4o-mini-2024-07-18', 'o200k-chat', 'o200k_base'],
    ['openai', 'gpt-4.1-nano', 'o200k-chat', 'o200k_base'],
    ['openai', 'ft:gpt-4o-mini:acme::abc', 'o200k-chat', 'o200k_base'],
    ['openai', 'o3', 'o200k-reasoning', 'o200k_base'],
    ['openai', 'gpt-5.1-codex', 'o200k-reasoning', 'o200k_base'],
    ['openai', 'gpt-4', 'cl100k', 'cl100k_base'],
    ['openai', 'gpt-4-turbo', 'cl100k', 'cl100k_base'],
    ['openai', 'gpt-3.5-turbo-0125', 'cl100k', 'cl100k_base'],
    ['openai-compatible', 'openai/gpt-oss-120b', 'gpt-oss', 'o200k_harmony'],
    ['openai-compatible', 'gpt-oss:20b', 'gpt-oss', 'o200k_harmony'],
    ['sandbox', 'sandbox-small', 'sandbox', 'o200k_base'],
    ['sandbox', 'claude-like', 'sandbox', 'o200k_base'],
  ])('counts %s %s exactly', (providerKind, modelName, familyId, encoding) => {
    expect(tokenProfile({ providerKind, modelName })).toMatchObject({
      familyId,
      encoding,
      exactness: 'exact',
      ratioPrior: null,
      bandRatio: null,
    })
  })

  it.each([
    ['openai', 'gpt-6-mini', 'openai-assumed'],
    ['openai', 'o5', 'openai-assumed'],
    ['openai', 'something-new', 'openai-assumed'],
    ['anthropic', 'claude-3-5-sonnet-20241022', 'claude-3'],
    ['anthropic', 'claude-3-haiku-20240307', 'claude-3'],
    ['anthropic', 'claude-sonnet-4-20250514', 'claude-3'],
    ['anthropic', 'claude-opus-4-6', 'claude-3'],
    ['anthropic', 'claude-haiku-4-5-20251001', 'claude-3'],
    ['anthropic', 'claude-opus-4-7', 'claude-4.7'],
    ['openai-compatible', 'anthropic/claude-opus-4.8', 'claude-4.7'],
    ['openai-compatible', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-3'],
    ['anthropic', 'claude-sonnet-5', 'claude-5'],
    ['anthropic', 'claude-mythos-preview', 'claude-5'],
    ['anthropic', 'claude-2.1', 'claude-2'],
    ['openai-compatible', 'google/gemini-2.5-flash', 'gemini'],
    ['openai-compatible', 'gemma3:4b', 'gemini'],
    ['openai-compatible', 'meta-llama/Llama-3.1-8B-Instruct', 'llama-3'],
    ['openai-compatible', 'llama2:13b', 'llama-2'],
    ['openai-compatible', 'mistral-7b-instruct', 'mistral-1'],
    ['openai-compatible', 'mistral-small-latest', 'mistral'],
    ['openai-compatible', 'qwen2.5:7b', 'qwen'],
    ['openai-compatible', 'deepseek-chat', 'deepseek'],
    ['openai-compatible', 'my-own-model', 'unknown'],
  ])('marks %s %s as an estimate', (providerKind, modelName, familyId) => {
    const profile = tokenProfile({ providerKind, modelName })
    expect(profile).toMatchObject({ familyId, encoding: 'o200k_base', exactness: 'estimate' })
    expect(profile.bandRatio).toBeGreaterThanOrEqual(0.1)
    expect(profile.ratioPrior).not.toBeNull()
  })
})
