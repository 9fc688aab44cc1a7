import { expect, it } from 'vitest'
import { fiellerInterval } from '../../../shared/stats/fieller-interval.ts'
import { meanInterval } from '../../../shared/stats/mean-interval.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'

it('has its bounds where the t test just refuses the ratio', () => {
  const random = seededRandom('fieller')
  const sums = Array.from({ length: 40 }, () => {
    const denominator = 1 + random() * 4
    return { numerator: denominator * (0.4 + random()), denominator }
  })
  const interval = fiellerInterval(sums) ?? [0, 0]
  const ofRest = (ratio: number) =>
    meanInterval(sums.map(({ numerator, denominator }) => numerator - ratio * denominator))?.interval ?? [1, -1]
  expect(ofRest(interval[0])[0]).toBeCloseTo(0, 10)
  expect(ofRest(interval[1])[1]).toBeCloseTo(0, 10)
})

it('is a point where every ratio is the same, and nothing where one case makes all of the cost', () => {
  const same = Array.from({ length: 30 }, (_, index) => 1 + (index % 5)).map((cost) => ({
    numerator: 0.6 * cost,
    denominator: cost,
  }))
  expect(fiellerInterval(same)?.map((bound) => Number(bound.toFixed(9)))).toEqual([0.6, 0.6])
  const lopsided = [0, 0, 0, 100].map((cost) => ({ numerator: cost, denominator: cost }))
  expect(fiellerInterval(lopsided)).toBeNull()
  expect(fiellerInterval([{ numerator: 1, denominator: 2 }])).toBeNull()
})
