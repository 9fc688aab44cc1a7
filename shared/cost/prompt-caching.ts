import type { ArrivalPattern } from '../domain/settings.ts'

/** When the calls of a day come. */
export interface Arrivals {
  /** `steady`: at random, day and night; `office-hours`: at random within 8 hours; `bursts`: one after the other, in groups. */
  readonly pattern: ArrivalPattern
  /** Calls per group; read for `bursts` only. */
  readonly burstCalls: number
}

/** What a cached token costs, as multiples of the input price. */
export interface CacheMultiples {
  readonly read: number
  /** 1 where writing costs nothing extra. */
  readonly write: number
}

const DAY_S = 86_400
const OFFICE_DAY_S = 8 * 3600

/**
 * Share of calls that find their prefix in the cache: 1 − e^(−λT) for random arrivals at rate λ, where each hit renews the
 * lifetime T. In a group of calls all but the first hit, since the ones before them have just been answered.
 *
 * @returns 0 to 1; 0 without calls
 */
export function cacheHitRatio(callsPerDay: number, lifetimeS: number, { pattern, burstCalls }: Arrivals): number {
  if (callsPerDay <= 0) return 0
  const randomHits = (perSecond: number) => 1 - Math.exp(-perSecond * lifetimeS)
  switch (pattern) {
    case 'steady':
      return randomHits(callsPerDay / DAY_S)
    case 'office-hours':
      return randomHits(callsPerDay / OFFICE_DAY_S)
    case 'bursts': {
      const size = Math.max(1, Math.min(burstCalls, callsPerDay))
      return (size - 1 + randomHits(callsPerDay / size / DAY_S)) / size
    }
    default:
      return pattern satisfies never
  }
}

/** What a prefix token costs on average with caching, as a multiple of the input price: above 1 caching costs money. */
export function cacheMultiplier(hitRatio: number, { read, write }: CacheMultiples): number {
  return hitRatio * read + (1 - hitRatio) * write
}

/** The share of hits above which caching pays; 0 where writing is free, null where it never pays. */
export function breakEvenHitRatio({ read, write }: CacheMultiples): number | null {
  if (read >= 1) return null
  return write <= 1 ? 0 : (write - 1) / (write - read)
}

/** Calls per day above which caching pays; 0 where it always does, null where it never does. */
export function breakEvenCallsPerDay(multiples: CacheMultiples, lifetimeS: number, arrivals: Arrivals): number | null {
  const wanted = breakEvenHitRatio(multiples)
  if (wanted === null || wanted === 0) return wanted
  const callsAtRandom = (ratio: number, openS: number) => (-Math.log1p(-ratio) / lifetimeS) * openS
  switch (arrivals.pattern) {
    case 'steady':
      return callsAtRandom(wanted, DAY_S)
    case 'office-hours':
      return callsAtRandom(wanted, OFFICE_DAY_S)
    case 'bursts': {
      const size = Math.max(1, arrivals.burstCalls)
      // Fewer calls than one full group are one smaller group a day.
      if (size > 1 && (size - 1) / size >= wanted) return Math.min(size, 1 / (1 - wanted))
      return callsAtRandom(wanted * size - (size - 1), DAY_S) * size
    }
    default:
      return arrivals.pattern satisfies never
  }
}
