import type { Usage } from '../../../../shared/domain/usage.ts'
import { asCount, asRecord } from '../exchange/loose-json.ts'

/**
 * Usage of Chat Completions in classes that do not overlap.
 *
 * `prompt_tokens` holds the cached and cache-written tokens. xAI and Gemini leave reasoning out of `completion_tokens` but
 * count it in `total_tokens`, and bill it: the larger of the two is the output.
 *
 * @returns null for missing, negative, non-numeric or impossible numbers (an empty prompt): the caller counts itself then
 */
export function usageFromOpenai(value: unknown): Usage | null {
  const usage = asRecord(value)
  const promptTokens = asCount(usage?.prompt_tokens)
  const completionTokens = asCount(usage?.completion_tokens)
  if (!usage || promptTokens === null || completionTokens === null || promptTokens === 0) return null
  const inputDetails = asRecord(usage.prompt_tokens_details)
  const read = asCount(inputDetails?.cached_tokens) ?? asCount(usage.prompt_cache_hit_tokens) ?? 0
  const cacheReadTokens = Math.min(read, promptTokens)
  const written = asCount(inputDetails?.cache_write_tokens) ?? 0
  const cacheWrite5mTokens = Math.min(written, promptTokens - cacheReadTokens)
  const totalTokens = asCount(usage.total_tokens) ?? 0
  return {
    inputTokens: promptTokens - cacheReadTokens - cacheWrite5mTokens,
    cacheReadTokens,
    cacheWrite5mTokens,
    cacheWrite1hTokens: 0,
    outputTokens: Math.max(completionTokens, totalTokens - promptTokens),
    reasoningTokens: asCount(asRecord(usage.completion_tokens_details)?.reasoning_tokens),
    isEstimated: false,
  }
}

/** Usage of Responses: the same numbers under other names. */
export function usageFromResponses(value: unknown): Usage | null {
  const usage = asRecord(value)
  return usageFromOpenai({
    prompt_tokens: usage?.input_tokens,
    completion_tokens: usage?.output_tokens,
    total_tokens: usage?.total_tokens,
    prompt_tokens_details: usage?.input_tokens_details,
    completion_tokens_details: usage?.output_tokens_details,
  })
}
