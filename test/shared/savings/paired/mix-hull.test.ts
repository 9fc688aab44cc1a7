import { describe, expect, it } from 'vitest'
import { mixedCost, mixedScore, mixHull } from '../../../../shared/savings/paired/mix-hull.ts'
import { eitherScore, oracleFrontier, splitTrialOracle } from '../../../../shared/savings/paired/oracle-frontier.ts'
import { seededRandom } from '../../../../shared/stats/seeded-random.ts'
import { madeGrid } from '../../../support/made-grid.ts'

describe('mixHull', () => {
  it('rises, bends downwards, and lies on or above every mix of two options', () => {
    const random = seededRandom('hulls')
    for (let round = 0; round < 200; round++) {
      const points = Array.from({ length: 1 + Math.floor(random() * 7) }, () => ({ cost: random(), score: random() }))
      const hull = mixHull(points)
      const slopes = hull.slice(1).map((corner, index) => {
        const before = hull[index] ?? corner
        return (corner.score - before.score) / (corner.cost - before.cost)
      })
      expect(slopes.every((slope, index) => slope > 0 && slope <= (slopes[index - 1] ?? Infinity))).toBe(true)
      for (const one of points) {
        for (const other of points) {
          const share = random()
          const cost = share * one.cost + (1 - share) * other.cost
          expect(mixedScore(hull, cost)).toBeGreaterThanOrEqual(share * one.score + (1 - share) * other.score - 1e-12)
        }
      }
    }
  })

  it('tells what a score costs, and that none reaches more than the best option', () => {
    const hull = mixHull([
      { cost: 1, score: 0.5 },
      { cost: 3, score: 0.9 },
      { cost: 4, score: 0.8 },
    ])
    expect(hull).toHaveLength(2)
    expect(mixedScore(hull, 2)).toBeCloseTo(0.7)
    expect(mixedCost(hull, 0.7)).toBeCloseTo(2)
    expect(mixedCost(hull, 0.91)).toBeNull()
    expect(mixedScore(hull, 0.5)).toBe(Number.NEGATIVE_INFINITY)
  })
})

describe('the oracle', () => {
  it('is passed by no choice of options, whatever it costs', () => {
    const random = seededRandom('choices')
    for (let round = 0; round < 60; round++) {
      const options = [1, 4, 9].map((cost) => ({ cost, easy: random(), hard: random() }))
      const grid = madeGrid({ seed: `grid ${round}`, cases: 30, options, trials: 2 })
      const bound = oracleFrontier(grid)
      for (let choice = 0; choice < 10; choice++) {
        const answers = grid.cases.flatMap((one) => one.answers[Math.floor(random() * 3)] ?? [])
        const cost = answers.reduce((sum, answer) => sum + answer.cost, 0) / answers.length
        const score = answers.reduce((sum, answer) => sum + answer.score, 0) / answers.length
        expect(score).toBeLessThanOrEqual(mixedScore(bound, cost) + 1e-9)
      }
      expect(bound.at(-1)?.score).toBeCloseTo(eitherScore(grid))
    }
  })

  it('loses its luck when it chooses by some trials and is judged by others', () => {
    const grid = madeGrid({
      seed: 'luck',
      cases: 400,
      options: [1, 1, 1, 1].map((cost) => ({ cost, easy: 0.6, hard: 0.6 })),
      trials: 2,
    })
    expect(eitherScore(grid)).toBeGreaterThan(0.8)
    expect(splitTrialOracle(grid)?.score).toBeLessThan(0.68)
    expect(splitTrialOracle(madeGrid({ seed: 'one', cases: 5, options: [{ cost: 1, easy: 1, hard: 1 }] }))).toBeNull()
  })
})
