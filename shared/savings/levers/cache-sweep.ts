import { seededRandom } from '../../stats/seeded-random.ts'
import { arrivalsText } from '../prefix-hit-ratio.ts'
import { poissonHitRatio, replayResponseCache, staleShare } from '../replays/response-cache.ts'
import type { SavingsInput } from '../savings-input.ts'

const HOUR_S = 3600
const DAY_S = 24 * HOUR_S
export const LIFETIMES_S = [60, 600, HOUR_S, 6 * HOUR_S, DAY_S, 7 * DAY_S, 30 * DAY_S] as const

export const CHANGES = [
  { name: 'The truth changes daily', seconds: DAY_S },
  { name: 'weekly', seconds: 7 * DAY_S },
  { name: 'monthly', seconds: 30 * DAY_S },
] as const

/** What a cache of each lifetime would have found, and how much of it out of date. */
export interface CacheSweep {
  readonly points: readonly {
    readonly seconds: number
    /** Share of the calls that are answered from the cache. */
    readonly hits: number
    /** Share of the hits out of date, by CHANGES. */
    readonly stale: readonly number[]
  }[]
  /** What was asked at these times is the log's own; else it is drawn from the cases. */
  readonly hasKeys: boolean
  readonly isReplayed: boolean
  readonly source: string
}

/** A log whose rows mostly tell what was asked. */
const MOST_KEYED = 0.95

/**
 * By recorded times where there are some: with the log's own requests, or, where it does not tell them, with requests drawn from the
 * cases by a fixed seed; else by formula. Null where neither log nor cases show a repeat. Pauses between lifetimes.
 *
 * @param repeated how often each request came that came more than once
 */
export function* cacheSweep(input: SavingsInput, repeated: readonly number[]): Generator<undefined, CacheSweep | null> {
  const { arrivals, profile } = input
  const count = Math.max(1, input.cases.length)
  const known = arrivals?.keys.filter((key) => key !== null).length ?? 0
  const hasKeys = arrivals !== null && known >= MOST_KEYED * arrivals.keys.length && known > 0
  if (!hasKeys && repeated.length === 0) return null
  const shares = repeated.map((times) => times / count)
  const points: CacheSweep['points'][number][] = []
  if (arrivals === null) {
    for (const seconds of LIFETIMES_S) {
      const hits = poissonHitRatio(shares, (profile.callsPerDay * seconds) / DAY_S)
      points.push({ seconds, hits, stale: CHANGES.map((change) => staleShare(seconds, change.seconds)) })
    }
  } else {
    const drawn = hasKeys ? null : drawnKeys(shares, arrivals.timesMs.length)
    const requests = arrivals.timesMs.map((timeMs, call) => ({
      // A request that the log does not tell repeats nothing.
      key: (drawn ? drawn[call] : arrivals.keys[call]) ?? `only ${call}`,
      timeMs,
    }))
    for (const seconds of LIFETIMES_S) {
      yield
      const changesMs = CHANGES.map((change) => change.seconds * 1000)
      const { hits, staleShares } = replayResponseCache(requests, seconds * 1000, changesMs)
      points.push({ seconds, hits: hits / requests.length, stale: staleShares })
    }
  }
  return { points, hasKeys, isReplayed: arrivals !== null, source: arrivalsText(input) }
}

/** Requests by their shares of the cases; what came once only is never repeated. */
function drawnKeys(shares: readonly number[], calls: number): readonly string[] {
  const random = seededRandom('cache-sweep')
  let sum = 0
  const ends = shares.map((share) => {
    sum += share
    return sum
  })
  return Array.from({ length: calls }, (_, call) => {
    const key = firstAbove(ends, random())
    return key === ends.length ? `only ${call}` : `case ${key}`
  })
}

/** By halves: 50,000 draws from 10,000 keys one by one hold the event loop for seconds. */
function firstAbove(ascending: readonly number[], value: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return low
}
