const FIRST_BACKOFF_MS = 500
const MAX_BACKOFF_MS = 60_000
/** Longer wishes of a provider are cut to this; the run shows that it waits. */
export const MAX_RETRY_DELAY_MS = 15 * 60_000

export interface RetryDelayInput {
  /** Attempts made so far, from 1. */
  readonly attempts: number
  /** The provider's wish; null when it gave none. Anything that is no number counts as none. */
  readonly retryAfterMs: number | null
  /** 0 ≤ x < 1. */
  readonly random: number
}

/**
 * How long to wait before the next attempt: exponential backoff with full jitter, never less than what the provider asks
 * for, and always within 0 to 15 minutes.
 *
 * @see M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015
 */
export function retryDelayMs({ attempts, retryAfterMs, random }: RetryDelayInput): number {
  const backoffMs = random * Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempts - 1))
  // A wish is met by many calls at the same moment, so that it takes some jitter on top.
  const wishMs = retryAfterMs !== null && retryAfterMs > 0 ? retryAfterMs + random * 1000 : 0
  return Math.min(MAX_RETRY_DELAY_MS, Math.max(backoffMs, wishMs))
}
