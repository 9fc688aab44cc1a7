import { seededRandom } from '../stats/seeded-random.ts'
import { shuffled } from '../stats/shuffled.ts'
import type { SqueezeCase } from './squeeze-ports.ts'

/** The cases' indexes in the one order that every arm takes them: random, and fixed by the seed. */
export function orderCases(cases: readonly SqueezeCase[], seed: number): number[] {
  return shuffled(cases, seededRandom(`order:${seed}`)).map(({ index }) => index)
}

/** The answers that the cases expect, when they are few and short: labels. Empty = they are no labels. */
export function labelsOf(cases: readonly Pick<SqueezeCase, 'expected'>[]): readonly string[] {
  const labels = new Set(cases.flatMap(({ expected }) => (expected === null ? [] : [expected.trim()])))
  const isFew = labels.size >= 2 && labels.size <= 30 && cases.length >= 3 * labels.size
  return isFew && [...labels].every((label) => label.length <= 40) ? [...labels] : []
}
