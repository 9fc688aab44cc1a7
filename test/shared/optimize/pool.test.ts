import { describe, expect, test } from 'vitest'
import { capPool } from '../../../shared/optimize/cap-pool.ts'
import { caseFronts } from '../../../shared/optimize/case-fronts.ts'
import { chooseFinalists } from '../../../shared/optimize/choose-finalists.ts'
import { crowdingDistances } from '../../../shared/optimize/crowding-distance.ts'
import { hypervolume } from '../../../shared/optimize/hypervolume.ts'
import { dominates, globalFront, type PoolMember } from '../../../shared/optimize/pool-member.ts'
import { sampleParent } from '../../../shared/optimize/sample-parent.ts'
import { screenCases } from '../../../shared/optimize/screen-cases.ts'
import { paretoFront } from '../../../shared/stats/pareto-front.ts'
import { kneeOf, rankByKnee } from '../../../shared/stats/rank-by-knee.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'

/** A member whose means are those of its cases; scores and costs come in few levels, so that ties are frequent. */
function randomMember(id: string, random: () => number, cases = 12): PoolMember {
  const points = Array.from({ length: cases }, () => ({
    score: Math.floor(random() * 3) / 2,
    cost: 1 + Math.floor(random() * 4),
  }))
  return {
    id,
    quality: points.reduce((sum, { score }) => sum + score, 0) / cases,
    cost: points.reduce((sum, { cost }) => sum + cost, 0) / cases / 2.5,
    cases: new Map(points.map((point, index) => [index, point])),
  }
}

function randomPool(seed: number, size: number): PoolMember[] {
  const random = seededRandom(seed)
  return Array.from({ length: size }, (_, index) => randomMember(`m${index}`, random))
}

function flat(id: string, quality: number, cost: number): PoolMember {
  return { id, quality, cost, cases: new Map([[0, { score: quality, cost }]]) }
}

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed)

describe('the front of the means', () => {
  test('agrees with the front of shared/stats for random pools', () => {
    for (const seed of SEEDS) {
      const pool = randomPool(seed, 15)
      const expected = paretoFront(pool).flatMap((isOn, index) => (isOn ? [pool[index]?.id] : []))
      expect(globalFront(pool).map(({ id }) => id)).toEqual(expected)
    }
  })

  test('dominance is never mutual and never of a member over itself', () => {
    for (const seed of SEEDS)
      for (const a of randomPool(seed, 6))
        for (const b of randomPool(seed, 6)) expect(dominates(a, b) && dominates(b, a)).toBe(false)
  })
})

describe('the front of each case', () => {
  test('every case has somebody, and nobody on it is beaten on the case by a member in score or, at that score, in cost', () => {
    for (const seed of SEEDS) {
      const pool = randomPool(seed, 10)
      const fronts = caseFronts(pool)
      expect([...fronts.keys()].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, index) => index))
      for (const [caseIndex, ids] of fronts) {
        expect(ids.length).toBeGreaterThan(0)
        for (const id of ids) {
          const own = pool.find((member) => member.id === id)?.cases.get(caseIndex)
          for (const { cases } of pool) {
            const other = cases.get(caseIndex)
            if (!own || !other) throw new Error('Every member has every case.')
            expect(other.score > own.score || (other.score === own.score && other.cost < own.cost)).toBe(false)
          }
        }
      }
    }
  })

  test('a dominated member leaves a front that others stand on too, and stays where it alone solves the case', () => {
    const strong: PoolMember = {
      id: 'strong',
      quality: 0.9,
      cost: 0.5,
      cases: new Map([
        [0, { score: 1, cost: 1 }],
        [1, { score: 0, cost: 1 }],
      ]),
    }
    const weak: PoolMember = {
      id: 'weak',
      quality: 0.5,
      cost: 1,
      cases: new Map([
        [0, { score: 1, cost: 1 }],
        [1, { score: 1, cost: 2 }],
      ]),
    }
    expect(caseFronts([strong, weak])).toEqual(
      new Map([
        [0, ['strong']],
        [1, ['weak']],
      ]),
    )
  })
})

describe('drawing a parent', () => {
  test('follows the number of cases won, with three draws in ten from the front of the means', () => {
    const specialist: PoolMember = {
      id: 'specialist',
      quality: 0.4,
      cost: 1,
      cases: new Map([0, 1, 2, 3].map((index) => [index, { score: index === 3 ? 1 : 0, cost: 1 }])),
    }
    const allRounder: PoolMember = {
      id: 'all-rounder',
      quality: 0.75,
      cost: 0.5,
      cases: new Map([0, 1, 2, 3].map((index) => [index, { score: index === 3 ? 0 : 1, cost: 1 }])),
    }
    const random = seededRandom(7)
    const draws = Array.from({ length: 20_000 }, () => sampleParent([specialist, allRounder], random).id)
    // One case of four, in seven draws of ten; never from the front of the means, where the other dominates.
    expect(draws.filter((id) => id === 'specialist').length / draws.length).toBeCloseTo(0.7 / 4, 2)
  })

  test('refuses an empty pool', () => {
    expect(() => sampleParent([], seededRandom(1))).toThrow(RangeError)
  })
})

describe('capping the pool', () => {
  test('keeps the size, the named member, and the whole front wherever it fits', () => {
    for (const seed of SEEDS) {
      const pool = randomPool(seed, 40)
      const capped = capPool(pool, { keepId: 'm0', size: 24 })
      expect(capped).toHaveLength(24)
      expect(capped.map(({ id }) => id)).toContain('m0')
      const front = globalFront(pool)
      if (front.length < 24) for (const { id } of front) expect(capped.map((member) => member.id)).toContain(id)
      expect(hypervolume(capped)).toBeCloseTo(hypervolume(pool), 9)
    }
  })

  test('of a front that is too long, the ends stay and the crowd goes', () => {
    const front = [flat('a', 0.1, 0.1), flat('b', 0.5, 0.5), flat('c', 0.51, 0.51), flat('d', 0.9, 0.9)]
    expect(crowdingDistances(front)[0]).toBe(Number.POSITIVE_INFINITY)
    const ids = capPool([...front, flat('base', 0.05, 1)], { keepId: 'base', size: 4 }).map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(['base', 'a', 'd']))
    expect(ids).toHaveLength(4)
  })
})

describe('the hypervolume', () => {
  test('is the area up to quality 0 at twice the cost', () => {
    expect(hypervolume([flat('original', 0.8, 1)])).toBeCloseTo(0.8, 12)
    expect(hypervolume([flat('original', 0.8, 1), flat('cheap', 0.6, 0.5)])).toBeCloseTo(0.6 * 0.5 + 0.8 * 1, 12)
  })

  test('never falls when a member joins, and is the same for any order', () => {
    for (const seed of SEEDS) {
      const pool = randomPool(seed, 12)
      for (let size = 1; size < pool.length; size++)
        expect(hypervolume(pool.slice(0, size + 1))).toBeGreaterThanOrEqual(hypervolume(pool.slice(0, size)) - 1e-12)
      expect(hypervolume(pool.toReversed())).toBeCloseTo(hypervolume(pool), 12)
    }
  })
})

describe('choosing', () => {
  test('the knee is the member farthest above the chord', () => {
    const front = [flat('cheap', 0.2, 0.1), flat('knee', 0.85, 0.3), flat('dear', 0.9, 1)]
    expect(rankByKnee(front)[0]?.id).toBe('knee')
    expect(kneeOf([...front, flat('beaten', 0.84, 0.3)])?.id).toBe('knee')
  })

  test('a front has no knee with two ends only, or where no member lies above the chord between them', () => {
    const ends = [flat('cheap', 0.2, 0.1), flat('dear', 0.9, 1)]
    expect(kneeOf(ends)).toBeNull()
    expect(kneeOf([...ends, flat('on it', 0.55, 0.55)])).toBeNull()
    expect(kneeOf([...ends, flat('below', 0.3, 0.8)])).toBeNull()
    expect(kneeOf([])).toBeNull()
  })

  test('who falls short of the margin, or is neither cheaper nor better, is no finalist', () => {
    const baseline = flat('original', 0.8, 1)
    const pool = [baseline, flat('bad', 0.7, 0.2), flat('good', 0.8, 0.6), flat('better', 0.9, 1.2)]
    const ids = chooseFinalists(pool, { baseline, margin: 0.03, most: 3 }).map(({ id }) => id)
    expect(ids.toSorted()).toEqual(['better', 'good'])
    expect(chooseFinalists([baseline], { baseline, margin: 0.03, most: 3 })).toEqual([])
  })
})

describe('the cases of a screening', () => {
  test('are eight to twelve, half of them failing ones where there are enough, each once, in the fixed order', () => {
    const order = [5, 3, 9, 1, ...Array.from({ length: 36 }, (_, index) => index + 10)]
    const parent = new Map(order.map((index, at) => [index, { score: at % 2, cost: 1 }]))
    for (const seed of SEEDS) {
      const chosen = screenCases(order, parent, seededRandom(seed))
      expect(chosen.length).toBeGreaterThanOrEqual(8)
      expect(chosen.length).toBeLessThanOrEqual(12)
      expect(new Set(chosen).size).toBe(chosen.length)
      expect(chosen.filter((index) => (parent.get(index)?.score ?? 1) < 1).length).toBeGreaterThanOrEqual(
        chosen.length / 2,
      )
      expect(chosen).toEqual(order.filter((index) => chosen.includes(index)))
    }
  })

  test('are all there are when there are fewer', () => {
    expect(screenCases([2, 1], new Map(), seededRandom(1))).toEqual([2, 1])
  })
})
