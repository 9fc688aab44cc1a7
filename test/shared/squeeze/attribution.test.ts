import { describe, expect, it } from 'vitest'
import { attribute, type MaskScore } from '../../../shared/squeeze/attribution/attribute.ts'
import { deletionMasks } from '../../../shared/squeeze/attribution/deletion-masks.ts'
import { addObservation, emptyEquations, solveRidge } from '../../../shared/squeeze/attribution/ridge.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'

describe('attribution by random deletion', () => {
  it('finds the units that matter, with intervals that hold their worth', () => {
    const worth = [0.3, 0, 0, 0.2, 0, 0, 0, 0.25, 0, 0]
    const masks = deletionMasks(worth.length, 28, 1)
    const random = seededRandom('noise')
    const scores: MaskScore[] = []
    for (let caseIndex = 0; caseIndex < 20; caseIndex++) {
      const ease = 0.7 + 0.3 * random()
      for (const [maskIndex, mask] of [null, ...masks].map((mask, index) => [index - 1, mask] as const)) {
        const loss = (mask ?? []).reduce((sum, isCut, unit) => sum + (isCut ? (worth[unit] ?? 0) : 0), 0)
        const score = random() < ease - loss ? 1 : 0
        scores.push({ maskIndex: maskIndex < 0 ? null : maskIndex, caseIndex, score })
      }
    }
    const found = attribute(masks, scores, 1)
    const best = found.map(({ worth: value }, unit) => ({ value, unit })).toSorted((a, b) => b.value - a.value)
    expect(
      best
        .slice(0, 3)
        .map(({ unit }) => unit)
        .toSorted(),
    ).toEqual([0, 3, 7])
    const inside = found.filter(
      ({ low, high }, unit) => low - 0.05 <= (worth[unit] ?? 0) && high + 0.05 >= (worth[unit] ?? 0),
    )
    expect(inside.length).toBeGreaterThanOrEqual(9)
  })

  it('cuts every unit about equally often, never nothing and never everything', () => {
    for (const units of [1, 2, 5, 24, 40]) {
      const masks = deletionMasks(units, 30, 3)
      const counts = Array.from({ length: units }, (_, unit) => masks.filter((mask) => mask[unit]).length)
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(4)
      if (units > 1) expect(masks.every((mask) => mask.some(Boolean) && !mask.every(Boolean))).toBe(true)
    }
  })

  it('ridge regression solves what it is given', () => {
    const equations = emptyEquations(2)
    for (const [x, y] of [
      [1, 0],
      [0, 1],
      [1, 1],
      [2, 1],
    ] as const)
      addObservation(equations, [x, y], 3 * x - 2 * y)
    const [a, b] = solveRidge(equations, 1e-9)
    expect(a).toBeCloseTo(3, 6)
    expect(b).toBeCloseTo(-2, 6)
    expect(() => solveRidge(equations, 0)).toThrow(RangeError)
  })
})
