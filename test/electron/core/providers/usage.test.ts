import { describe, expect, it } from 'vitest'
import { stoppedUsage } from '../../../../electron/core/providers/exchange/stopped-usage.ts'
import { overlayUsage, usageFromAnthropic } from '../../../../electron/core/providers/formats/usage-anthropic.ts'
import { usageFromOpenai, usageFromResponses } from '../../../../electron/core/providers/formats/usage-openai.ts'
import { promptTokensOf } from '../../../../shared/domain/usage.ts'

const none = {
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  reasoningTokens: null,
  isEstimated: false,
}

describe('usageFromOpenai', () => {
  it('splits the prompt into full-price, read and written tokens that add up to it', () => {
    const usage = usageFromOpenai({
      prompt_tokens: 2000,
      completion_tokens: 300,
      total_tokens: 2300,
      prompt_tokens_details: { cached_tokens: 1024, cache_write_tokens: 512 },
      completion_tokens_details: { reasoning_tokens: 200 },
    })
    expect(usage).toEqual({
      ...none,
      inputTokens: 464,
      cacheReadTokens: 1024,
      cacheWrite5mTokens: 512,
      outputTokens: 300,
      reasoningTokens: 200,
    })
    expect(usage && promptTokensOf(usage)).toBe(2000)
  })

  it('counts reasoning that a server leaves out of the completion but bills in the total', () => {
    const usage = {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 115,
      completion_tokens_details: { reasoning_tokens: 100 },
    }
    expect(usageFromOpenai(usage)).toEqual({ ...none, inputTokens: 10, outputTokens: 105, reasoningTokens: 100 })
  })

  it('reads DeepSeek’s name for cached tokens', () => {
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 1,
      prompt_cache_hit_tokens: 64,
      prompt_cache_miss_tokens: 36,
    }
    expect(usageFromOpenai(usage)).toEqual({ ...none, inputTokens: 36, cacheReadTokens: 64, outputTokens: 1 })
  })

  it('never lets the classes exceed the prompt', () => {
    const usage = {
      prompt_tokens: 10,
      completion_tokens: 1,
      prompt_tokens_details: { cached_tokens: 15, cache_write_tokens: 9 },
    }
    expect(usageFromOpenai(usage)).toEqual({ ...none, inputTokens: 0, cacheReadTokens: 10, outputTokens: 1 })
  })

  it.each([
    [null],
    [undefined],
    ['12'],
    [{}],
    [{ prompt_tokens: 0, completion_tokens: 0 }],
    [{ prompt_tokens: -1, completion_tokens: 3 }],
    [{ prompt_tokens: 1.5, completion_tokens: 3 }],
    [{ prompt_tokens: '10', completion_tokens: '3' }],
    [{ prompt_tokens: 10 }],
    [{ prompt_tokens: 10, completion_tokens: null }],
  ])('gives null rather than numbers for %j', (value) => {
    expect(usageFromOpenai(value)).toBeNull()
  })
})

describe('usageFromAnthropic', () => {
  it('keeps 5-minute and 1-hour cache writes apart', () => {
    const usage = {
      input_tokens: 20,
      cache_creation_input_tokens: 300,
      cache_read_input_tokens: 5000,
      cache_creation: { ephemeral_5m_input_tokens: 100, ephemeral_1h_input_tokens: 200 },
      output_tokens: 60,
      output_tokens_details: { thinking_tokens: 41 },
    }
    expect(usageFromAnthropic(usage)).toEqual({
      inputTokens: 20,
      cacheReadTokens: 5000,
      cacheWrite5mTokens: 100,
      cacheWrite1hTokens: 200,
      outputTokens: 60,
      reasoningTokens: 41,
      isEstimated: false,
    })
  })

  it('takes cache writes without a breakdown for 5-minute ones', () => {
    const usage = { input_tokens: 1, cache_creation_input_tokens: 300, cache_read_input_tokens: null, output_tokens: 2 }
    expect(usageFromAnthropic(usage)).toEqual({ ...none, inputTokens: 1, cacheWrite5mTokens: 300, outputTokens: 2 })
  })

  it('lets the end of a stream replace the numbers of its start, not add to them', () => {
    const start = { input_tokens: 25, cache_read_input_tokens: 10, output_tokens: 1 }
    const delta = { input_tokens: null, output_tokens: 15 }
    expect(usageFromAnthropic(overlayUsage(start, delta))).toEqual({
      ...none,
      inputTokens: 25,
      cacheReadTokens: 10,
      outputTokens: 15,
    })
    expect(overlayUsage(null, null)).toBeNull()
  })

  it.each([
    [null],
    [{ input_tokens: -3, output_tokens: 1 }],
    [{ input_tokens: 0, output_tokens: 1 }],
    [{ input_tokens: 9 }],
  ])('gives null rather than numbers for %j', (value) => {
    expect(usageFromAnthropic(value)).toBeNull()
  })
})

describe('usageFromResponses', () => {
  it('reads the names of Responses into the same classes', () => {
    const usage = {
      input_tokens: 2000,
      input_tokens_details: { cached_tokens: 1024, cache_write_tokens: 512 },
      output_tokens: 300,
      output_tokens_details: { reasoning_tokens: 200 },
      total_tokens: 2300,
    }
    const expected = { inputTokens: 464, cacheReadTokens: 1024, cacheWrite5mTokens: 512, outputTokens: 300 }
    expect(usageFromResponses(usage)).toEqual({ ...none, ...expected, reasoningTokens: 200 })
    expect([usageFromResponses(null), usageFromResponses({ input_tokens: 3 })]).toEqual([null, null])
  })
})

describe('stoppedUsage', () => {
  const counted = { ...none, inputTokens: 100, outputTokens: 20, isEstimated: true }

  it('is our own count where the provider had told nothing', () => {
    expect(stoppedUsage(counted, { reason: 'x', usage: null })).toEqual(counted)
  })

  it('keeps the provider’s count of the input and the larger one of the output, and is always an estimate', () => {
    const told = { ...none, inputTokens: 90, cacheReadTokens: 30, outputTokens: 1 }
    expect(stoppedUsage(counted, { reason: 'x', usage: told })).toEqual({
      ...told,
      outputTokens: 20,
      isEstimated: true,
    })
  })
})
