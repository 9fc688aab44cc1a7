import { seededRandom } from '../stats/seeded-random.ts'
import type { SqueezeCase } from './squeeze-ports.ts'

/** The cases' indexes in the one order that every arm takes them: random, and fixed by the seed. */
export function shuffled(cases: readonly SqueezeCase[], seed: number): number[] {
  const random = seededRandom(`order:${seed}`)
  return cases
    .map(({ index }) => ({ index, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ index }) => index)
}

/** The answers that the cases expect, when they are few and short: labels. Empty = they are no labels. */
export function labelsOf(cases: readonly SqueezeCase[]): readonly string[] {
  const labels = new Set(cases.flatMap(({ expected }) => (expected === null ? [] : [expected.trim()])))
  const isFew = labels.size >= 2 && labels.size <= 30 && cases.length >= 3 * labels.size
  return isFew && [...labels].every((label) => label.length <= 40) ? [...labels] : []
}
