import type { CacheLifetime } from '../../cost/cache-rules.ts'
import { type Arrivals, cacheHitRatio, cacheMultiplier } from '../../cost/prompt-caching.ts'
import type { TokenPrices } from '../../domain/model.ts'
import type { LeverCurve } from '../../domain/savings.ts'

const STEPS = 40

/** Price of a cached token as a multiple of the input price, m = h·r + (1 − h)·w, by calls per day: where it is below 1 caching pays. */
export function cachingCurve(given: {
  readonly prices: TokenPrices
  readonly lifetimes: readonly CacheLifetime[]
  readonly chosen: CacheLifetime
  readonly callsPerDay: number
  readonly arrivals: Arrivals
  /** Hits in the recorded calls; null = none are recorded. */
  readonly recordedHits: number | null
}): LeverCurve | null {
  const { prices, lifetimes, chosen, callsPerDay, arrivals, recordedHits } = given
  const { cacheRead, input } = prices
  if (cacheRead === null || input === 0) return null
  const read = cacheRead / input
  const multipleOf = ({ writeClass }: CacheLifetime, hits: number) =>
    cacheMultiplier(hits, { read, write: (prices[writeClass] ?? input) / input })
  const multiple = (lifetime: CacheLifetime, calls: number) =>
    multipleOf(lifetime, cacheHitRatio(calls, lifetime.seconds, arrivals))
  const now = recordedHits === null ? multiple(chosen, callsPerDay) : multipleOf(chosen, recordedHits)
  const low = 1
  const high = Math.max(10_000, callsPerDay * 10)
  const xs = Array.from({ length: STEPS + 1 }, (_, step) => low * (high / low) ** (step / STEPS))
  return {
    title: 'What a cached token costs',
    xLabel: 'Calls per day',
    yLabel: 'Price ÷ input price',
    xUnit: 'number',
    yUnit: 'number',
    xScale: 'log',
    series: [
      { name: 'Not cached', role: 'reference', points: xs.map((x) => ({ x, y: 1 })) },
      ...lifetimes.map((lifetime) => ({
        name: `Kept ${lifetime.label}`,
        role: 'line' as const,
        points: xs.map((x) => ({ x, y: multiple(lifetime, x) })),
      })),
      ...(callsPerDay > 0
        ? [
            {
              name: recordedHits === null ? 'Now' : 'Now, by recorded times',
              role: 'chosen' as const,
              points: [{ x: callsPerDay, y: now }],
            },
          ]
        : []),
    ],
    note: 'Below 1 caching saves, above 1 it costs money: every call that finds nothing pays for writing.',
  }
}
