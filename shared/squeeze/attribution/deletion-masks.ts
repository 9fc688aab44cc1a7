import { seededRandom } from '../../stats/seeded-random.ts'

/** For one version of the prompt: which units are cut from it. */
export type DeletionMask = readonly boolean[]

/** Above so many units fewer are cut at once, so that the prompt stays one. */
const MANY_UNITS = 25

/**
 * Random versions of a prompt, each without some of its units. Every unit is cut about equally often: by chance alone a
 * unit can go untested. No mask cuts nothing, none cuts everything.
 */
export function deletionMasks(units: number, wanted: number, seed: number | string): DeletionMask[] {
  if (units === 0) return []
  const random = seededRandom(`masks:${seed}`)
  const density = units > MANY_UNITS ? 0.2 : 0.3
  const perMask = Math.min(Math.max(1, Math.round(units * density)), Math.max(1, units - 1))
  const counts = new Array<number>(units).fill(0)
  return Array.from({ length: wanted }, () => {
    // The units cut least so far come first; chance decides among equals.
    const chosen = new Set(
      counts
        .map((count, unit) => ({ unit, key: count + random() * 0.9 }))
        .toSorted((a, b) => a.key - b.key)
        .slice(0, perMask)
        .map(({ unit }) => unit),
    )
    for (const unit of chosen) counts[unit] = (counts[unit] ?? 0) + 1
    return counts.map((_, unit) => chosen.has(unit))
  })
}

/** One mask for each unit: it alone is cut. */
export function leaveOneOutMasks(units: number): DeletionMask[] {
  return Array.from({ length: units }, (_, own) => Array.from({ length: units }, (__, unit) => unit === own))
}
