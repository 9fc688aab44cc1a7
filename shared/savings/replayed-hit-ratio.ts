import { seededRandom } from '../stats/seeded-random.ts'

/**
 * Share of recorded calls that found their prefix in a cache whose lifetime every call renews: those that came within the
 * lifetime of the one before.
 *
 * @param timesMs   ascending
 * @param keptRatio share of the calls that are still made, behind another cache or a router; which ones is drawn with a fixed seed
 * @returns 0 to 1; 0 without calls
 */
export function replayedHitRatio(timesMs: readonly number[], lifetimeS: number, keptRatio = 1): number {
  const random = seededRandom('replayed-hit-ratio')
  let calls = 0
  let hits = 0
  let last: number | null = null
  for (const timeMs of timesMs) {
    if (keptRatio < 1 && random() >= keptRatio) continue
    calls++
    if (last !== null && timeMs - last < lifetimeS * 1000) hits++
    last = timeMs
  }
  return calls === 0 ? 0 : hits / calls
}
