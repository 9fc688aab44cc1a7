import { cacheHitRatio } from '../cost/prompt-caching.ts'
import { replayedHitRatio } from './replayed-hit-ratio.ts'
import type { SavingsInput } from './savings-input.ts'

/**
 * Share of the calls that find their prefix: by recorded times where there are some, else by the profile's pattern.
 *
 * @param keptRatio share of the calls that are still made to the same prefix
 */
export function prefixHitRatio({ arrivals, profile }: SavingsInput, lifetimeS: number, keptRatio = 1): number {
  if (arrivals !== null) return replayedHitRatio(arrivals.timesMs, lifetimeS, keptRatio)
  const { callsPerDay, burstCalls, arrivals: pattern } = profile
  return cacheHitRatio(callsPerDay * keptRatio, lifetimeS, { pattern, burstCalls })
}

/** Which times of calls caches are reckoned with, as a sentence; a log's own rate is told beside the profile's. */
export function arrivalsText({ arrivals, arrivalsMissing, profile }: SavingsInput): string {
  const perDay = (calls: number) => `${Math.round(calls).toLocaleString('en-US')} calls a day`
  if (arrivals !== null) {
    const rate = recordedPerDay(arrivals.timesMs)
    const ratio = rate === null ? 1 : rate / Math.max(1, profile.callsPerDay)
    const apart =
      rate !== null && (ratio > 1.5 || ratio < 1 / 1.5)
        ? ` They come at ${perDay(rate)}, the bill is for ${perDay(profile.callsPerDay)}: hits are those of the recorded rate.`
        : ''
    return `Arrivals: the times of ${arrivals.label}, replayed one by one.${apart}`
  }
  const pattern =
    profile.arrivals === 'steady'
      ? 'at random, day and night'
      : profile.arrivals === 'office-hours'
        ? 'at random within eight hours'
        : `in groups of ${profile.burstCalls}`
  const why = arrivalsMissing === null ? '' : ` ${arrivalsMissing}`
  return `Arrivals: ${perDay(profile.callsPerDay)} ${pattern}, as the profile has it, by formula.${why}`
}

/** Null for fewer than two moments. */
function recordedPerDay(timesMs: readonly number[]): number | null {
  const spanMs = (timesMs.at(-1) ?? 0) - (timesMs[0] ?? 0)
  return spanMs <= 0 ? null : ((timesMs.length - 1) * 86_400_000) / spanMs
}
