import type { CacheLifetime, CacheRule } from '../cost/cache-rules.ts'
import type { CacheProfile } from '../domain/squeeze.ts'

export interface CachingFacts {
  /** How the prompt is used; null = caching is not counted. */
  readonly cacheProfile: CacheProfile | null
  /** How the target model's provider caches prompts; null = not known, absent = not asked. */
  readonly cacheRule?: CacheRule | null
}

/** How a prompt's prefix is cached where it is used. */
export interface Caching {
  readonly callsPerDay: number
  /** Fewer tokens are never cached. */
  readonly minPrefixTokens: number
  readonly lifetimeS: number
  readonly writeClass: CacheLifetime['writeClass']
}

const USUAL_MIN_TOKENS = 1024
const USUAL_LIFETIME: CacheLifetime = { label: '5 min', seconds: 300, writeClass: 'cacheWrite5m' }

/**
 * The provider's rule, with what the user says of the use. What is never cached is no choice: the provider's minimum holds, however
 * low the user sets it; of the provider's lifetimes it is the longest that the user's minutes reach.
 *
 * @returns null where caching is not counted
 */
export function cachingOf({ cacheProfile, cacheRule = null }: CachingFacts): Caching | null {
  if (cacheProfile === null) return null
  const { callsPerDay, ttlMinutes, minPrefixTokens } = cacheProfile
  const lifetimes = cacheRule?.lifetimes ?? []
  const wanted = ttlMinutes === null ? null : ttlMinutes * 60
  const [shortest = USUAL_LIFETIME] = lifetimes.toSorted((a, b) => a.seconds - b.seconds)
  const reached = lifetimes.filter(({ seconds }) => wanted !== null && seconds <= wanted)
  const lifetime = reached.toSorted((a, b) => b.seconds - a.seconds)[0] ?? shortest
  const least = cacheRule === null ? null : (cacheRule.minTokens ?? 0)
  return {
    callsPerDay,
    minPrefixTokens: Math.max(least ?? 0, minPrefixTokens ?? least ?? USUAL_MIN_TOKENS),
    lifetimeS: cacheRule === null ? (wanted ?? lifetime.seconds) : lifetime.seconds,
    writeClass: lifetime.writeClass,
  }
}
