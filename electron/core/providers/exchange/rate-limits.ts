import type { RateLimits } from '../provider.ts'
import type { ReplyHeaders } from './post.ts'
import { retryAfterMs, serverNow } from './retry-after.ts'

/** What the headers of a good answer say about the provider's limits; null when they say nothing. */
export function readRateLimits(headers: ReplyHeaders, nowMs: number): RateLimits | null {
  const limits = [...headers].filter(([name]) => /^(x|anthropic)-ratelimit-/.test(name))
  if (limits.length === 0) return null
  const remainingRequests = lowest(limits, /-ratelimit-(remaining-requests|requests-remaining)/)
  const remainingTokens = lowest(limits, /-ratelimit-(remaining-.*tokens|.*tokens-remaining)/)
  if (remainingRequests === null && remainingTokens === null) return null
  return { remainingRequests, remainingTokens, resetMs: retryAfterMs(headers, serverNow(headers, nowMs)) }
}

function lowest(limits: readonly (readonly [string, string])[], name: RegExp): number | null {
  const values = limits.filter(([header]) => name.test(header)).map(([, value]) => Number.parseFloat(value))
  const known = values.filter((value) => Number.isFinite(value))
  return known.length === 0 ? null : Math.max(0, Math.floor(Math.min(...known)))
}
