import type { Usage } from '../../../../shared/domain/usage.ts'
import { asCount, asRecord, type JsonRecord } from '../exchange/loose-json.ts'

/**
 * Usage of Messages: `input_tokens` leaves the cached ones out already. Cache writes without a breakdown are the 5-minute kind.
 *
 * @returns null for missing, negative, non-numeric or impossible numbers (an empty prompt): the caller counts itself then
 */
export function usageFromAnthropic(value: unknown): Usage | null {
  const usage = asRecord(value)
  const inputTokens = asCount(usage?.input_tokens)
  const outputTokens = asCount(usage?.output_tokens)
  if (!usage || inputTokens === null || outputTokens === null) return null
  const written = asCount(usage.cache_creation_input_tokens) ?? 0
  const breakdown = asRecord(usage.cache_creation)
  const cacheWrite1hTokens = asCount(breakdown?.ephemeral_1h_input_tokens) ?? 0
  const cacheWrite5mTokens = asCount(breakdown?.ephemeral_5m_input_tokens) ?? Math.max(0, written - cacheWrite1hTokens)
  const cacheReadTokens = asCount(usage.cache_read_input_tokens) ?? 0
  if (inputTokens + cacheReadTokens + cacheWrite5mTokens + cacheWrite1hTokens === 0) return null
  return {
    inputTokens,
    cacheReadTokens,
    cacheWrite5mTokens,
    cacheWrite1hTokens,
    outputTokens,
    reasoningTokens: asCount(asRecord(usage.output_tokens_details)?.thinking_tokens),
    isEstimated: false,
  }
}

/** `message_delta.usage` is cumulative and names only what changed: its numbers replace those of `message_start`. */
export function overlayUsage(start: JsonRecord | null, delta: JsonRecord | null): JsonRecord | null {
  const known = Object.entries(delta ?? {}).filter(([, value]) => value !== null && value !== undefined)
  return start || delta ? { ...start, ...Object.fromEntries(known) } : null
}
