import { z } from 'zod'

const Count = z.number().int().min(0)

/**
 * What one call used, by token class. The classes do not overlap, whatever the provider's own counting: the sum of the
 * four input classes is the whole prompt.
 */
export const Usage = z.object({
  /** Input tokens billed at the full price: neither read from nor written to a cache. */
  inputTokens: Count,
  cacheReadTokens: Count,
  cacheWrite5mTokens: Count,
  cacheWrite1hTokens: Count,
  /** All output tokens, reasoning included. */
  outputTokens: Count,
  /** The part of `outputTokens` spent on reasoning; null when the provider does not tell. */
  reasoningTokens: Count.nullable(),
  /** True where the provider sent no usage and the numbers are our own count. */
  isEstimated: z.boolean(),
})
export type Usage = z.infer<typeof Usage>

/** All tokens of the prompt, whatever they were billed at. */
export function promptTokensOf(usage: Usage): number {
  return usage.inputTokens + usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens
}
