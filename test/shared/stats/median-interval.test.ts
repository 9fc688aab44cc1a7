import { describe, expect, it } from 'vitest'
import { medianInterval } from '../../../shared/stats/median-interval.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'

describe('medianInterval', () => {
  it('is the pair of order statistics of the binomial distribution', () => {
    const values = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
    expect(medianInterval(values(5))).toBeNull()
    // David and Nagaraja, table of 7.1: ranks 1 and 6, 2 and 9, 6 and 15.
    const rounded = (count: number) => medianInterval(values(count))?.map((value) => Number(value.toFixed(9)))
    expect([rounded(6), rounded(10), rounded(20)]).toEqual([
      [1, 6],
      [2, 9],
      [6, 15],
    ])
  })

  it('hardly changes where the ranks are approximated', () => {
    const values = Float64Array.from({ length: 2001 }, (_, index) => index)
    const [low = 0, high = 0] = medianInterval(values) ?? []
    const [lowBefore = 0, highBefore = 0] = medianInterval(values.subarray(0, 2000)) ?? []
    expect(Math.abs(low - lowBefore)).toBeLessThan(3)
    expect(Math.abs(high - highBefore)).toBeLessThan(3)
  })

  it('counts repeats of a case once', () => {
    const once = Array.from({ length: 30 }, (_, index) => index)
    const thrice = once.flatMap((value) => [value, value, value])
    const [low = 0, high = 0] = medianInterval(thrice, 30) ?? []
    const [lowOnce = 0, highOnce = 0] = medianInterval(once) ?? []
    expect(Math.abs(low - lowOnce)).toBeLessThanOrEqual(1)
    expect(Math.abs(high - highOnce)).toBeLessThanOrEqual(1)
  })

  it('holds the true median at least 95 times of 100', () => {
    const random = seededRandom('median interval')
    let held = 0
    for (let round = 0; round < 1000; round++) {
      const sample = Float64Array.from({ length: 41 }, () => -Math.log(1 - random())).sort()
      const [low = 0, high = 0] = medianInterval(sample) ?? []
      if (low <= Math.LN2 && Math.LN2 <= high) held++
    }
    expect(held).toBeGreaterThanOrEqual(950)
  })
})
