import { describe, expect, it } from 'vitest'
import { attribute, type MaskScore } from '../../../shared/squeeze/attribution/attribute.ts'
import { deletionMasks } from '../../../shared/squeeze/attribution/deletion-masks.ts'
import { addObservation, emptyEquations, solveRidge } from '../../../shared/squeeze/attribution/ridge.ts'
import { churnObservations, unitChurn, withTestimony } from '../../../shared/squeeze/attribution/unit-churn.ts'
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

  it('tells the units that decide answers from those that decide none, by far fewer calls than their worth takes', () => {
    // Unit 2 decides every fifth case and unit 5 every eighth, for better and worse alike, so that neither is worth anything.
    const decides = (unit: number, caseIndex: number) =>
      (unit === 2 && caseIndex % 5 === 0) || (unit === 5 && caseIndex % 8 === 1)
    const masks = deletionMasks(12, 24, 1)
    const scores: MaskScore[] = Array.from({ length: 80 }, (_, caseIndex) => ({
      maskIndex: null,
      caseIndex,
      score: caseIndex % 2,
    }))
    for (const [maskIndex, mask] of masks.entries())
      for (let turn = 0; turn < 12; turn++) {
        const caseIndex = (maskIndex * 12 + turn) % 80
        const hasChanged = mask.some((isCut, unit) => isCut && decides(unit, caseIndex))
        scores.push({ maskIndex, caseIndex, score: hasChanged ? 1 - (caseIndex % 2) : caseIndex % 2 })
      }
    const priors = new Array<number>(12).fill(0.01)
    const observations = churnObservations(masks, scores)
    const { units, mostLikely } = unitChurn(priors, observations)
    // Drawn towards their priors, and still far apart: what they decide is a fifth and an eighth of the cases.
    for (const [unit, share] of units.entries())
      if (unit === 2 || unit === 5) expect(share).toBeGreaterThan(0.06)
      else expect(share).toBeLessThan(0.02)
    expect(new Set(mostLikely)).toEqual(new Set([null, 2, 5]))
    // Asked alone on its case, the innocent is struck out and the guilty stands alone.
    const changed = observations.find(
      ({ hasChanged, suspects }) => hasChanged && suspects.includes(2) && suspects.length > 1,
    )
    if (!changed) throw new Error('Unit 2 changes something.')
    const { caseIndex, suspects } = changed
    const at = observations.indexOf(changed)
    const [other = -1] = suspects.filter((unit) => unit !== 2)
    const cleared = withTestimony(observations, { unit: other, caseIndex, isGuilty: false })
    expect(cleared[at]?.suspects).toEqual(suspects.filter((unit) => unit !== other))
    expect(withTestimony(observations, { unit: 2, caseIndex, isGuilty: true })[at]).toMatchObject({
      suspects: [2],
      isProven: true,
    })
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
