/** A request that came: its key is everything that decides the answer (model, parameters, messages). */
export interface KeyedRequest {
  readonly key: string | number
  readonly timeMs: number
}

export interface CacheReplay {
  readonly requests: number
  readonly hits: number
  /** Mean age of what was served from the cache; null without a hit. */
  readonly meanAgeMs: number | null
  /** Share of hits out of date, where what answers rest on changes at random every so often, by the changes asked for; 0 without hits. */
  readonly staleShares: readonly number[]
}

/** Replays a log through a cache whose entries live for a fixed time from when they were written; a hit does not renew them. */
export function replayResponseCache(
  requests: readonly KeyedRequest[],
  ttlMs: number,
  meanChangesMs: readonly number[] = [],
): CacheReplay {
  const written = new Map<string | number, number>()
  const stale = meanChangesMs.map(() => 0)
  let hits = 0
  let ages = 0
  for (const { key, timeMs } of requests.toSorted((a, b) => a.timeMs - b.timeMs)) {
    const at = written.get(key)
    if (at !== undefined && timeMs - at < ttlMs) {
      hits += 1
      ages += timeMs - at
      for (const [place, changeMs] of meanChangesMs.entries()) {
        stale[place] = (stale[place] ?? 0) - Math.expm1((at - timeMs) / changeMs)
      }
    } else written.set(key, timeMs)
  }
  const staleShares = stale.map((share) => (hits === 0 ? 0 : share / hits))
  return { requests: requests.length, hits, meanAgeMs: hits === 0 ? null : ages / hits, staleShares }
}

/**
 * Share of evenly random requests that find their answer: of a key that comes λ times within the lifetime, λ ÷ (1 + λ) of the
 * requests, since each written answer serves λ more on average.
 *
 * @param keyShares share of the requests of each key; adds up to 1, or to less where the others never repeat
 * @param requestsPerLifetime of all keys together
 */
export function poissonHitRatio(keyShares: readonly number[], requestsPerLifetime: number): number {
  return keyShares.reduce((sum, share) => {
    const rate = share * requestsPerLifetime
    return sum + share * (rate / (1 + rate))
  }, 0)
}

/**
 * Share of hits that are out of date, where what the answers rest on changes at random every so often: 1 − (1 − e^{−T/c}) ÷ (T/c),
 * since the age of a hit is spread evenly over the lifetime.
 */
export function staleShare(ttl: number, meanTimeBetweenChanges: number): number {
  const ratio = ttl / meanTimeBetweenChanges
  return ratio < 1e-9 ? 0 : 1 + Math.expm1(-ratio) / ratio
}
