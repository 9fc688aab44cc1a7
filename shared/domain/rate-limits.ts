import { z } from 'zod'

/** How many in a minute. */
export const PerMinute = z.number().int().min(1).max(1_000_000_000)

/** The user's own limits of a provider or a model; null = none but what the provider says. */
export const RateLimits = z.object({ requestsPerMinute: PerMinute.nullable(), tokensPerMinute: PerMinute.nullable() })
export type RateLimits = z.infer<typeof RateLimits>
