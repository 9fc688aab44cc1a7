import type { RateLimits } from './provider.ts'
import { retryAfterMs } from './retry-after.ts'

/** What the headers of a good answer say about the provider's limits; null when they say nothing. */
export function readRateLimits(headers: Headers, nowMs: number): RateLimits | null {
  const remainingRequests = lowest(headers, /^(x|anthropic)-ratelimit-(remaining-requests|requests-remaining)/)
  const remainingTokens = lowest(headers, /^(x|anthropic)-ratelimit-(remaining-.*tokens|.*tokens-remaining)/)
  if (remainingRequests === null && remainingTokens === null) return null
  return { remainingRequests, remainingTokens, resetMs: retryAfterMs(headers, nowMs) }
}

function lowest(headers: Headers, name: RegExp): number | null {
  const values = [...headers].filter(([header]) => name.test(header)).map(([, value]) => Number.parseFloat(value))
  const known = values.filter((value) => Number.isFinite(value))
  return known.length === 0 ? null : Math.max(0, Math.floor(Math.min(...known)))
}
