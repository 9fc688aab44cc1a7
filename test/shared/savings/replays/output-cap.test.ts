import { describe, expect, it } from 'vitest'
import { outputCap } from '../../../../shared/savings/replays/output-cap.ts'
import { boundingRank } from '../../../../shared/stats/bounding-rank.ts'
import { seededRandom } from '../../../../shared/stats/seeded-random.ts'

describe('an output cap', () => {
  it('takes the rank that brute force finds, and none below 299 lengths', () => {
    // The bound of rank j holds when at most j − 1 of n lengths lie below the quantile: added up by Pascal's rule.
    const exactRank = (count: number, quantile: number): number | null => {
      let row = [1]
      for (let trial = 0; trial < count; trial++) {
        const next = new Array<number>(row.length + 1).fill(0)
        for (const [hits, chance] of row.entries()) {
          next[hits] = (next[hits] ?? 0) + chance * (1 - quantile)
          next[hits + 1] = (next[hits + 1] ?? 0) + chance * quantile
        }
        row = next
      }
      let sum = 0
      for (let rank = 1; rank <= count; rank++) {
        sum += row[rank - 1] ?? 0
        if (sum >= 0.95) return rank
      }
      return null
    }
    for (const count of [58, 59, 93, 120, 298, 299, 473, 600]) {
      expect(boundingRank(count, 0.99, 0.05)).toBe(exactRank(count, 0.99))
      expect(boundingRank(count, 0.95, 0.05)).toBe(exactRank(count, 0.95))
    }
    expect([boundingRank(298, 0.99, 0.05), boundingRank(299, 0.99, 0.05)]).toEqual([null, 299])
    expect([boundingRank(58, 0.95, 0.05), boundingRank(59, 0.95, 0.05)]).toEqual([null, 59])
  })

  it('lies above the true quantile in at least 95 of 100 samples', () => {
    const random = seededRandom('caps')
    let above = 0
    for (let sample = 0; sample < 300; sample++) {
      const lengths = Array.from({ length: 400 }, () => Math.round(1000 * random()))
      const cap = outputCap(lengths)
      if ((cap?.maxOutputTokens ?? 0) / 1.2 >= 990) above += 1
    }
    expect(above / 300).toBeGreaterThan(0.93)
  })

  it('says that the data are thin, and tells how many lengths it needs', () => {
    expect(outputCap([10, 40, 20])).toMatchObject({
      maxOutputTokens: 80,
      isThin: true,
      neededLengths: 299,
      cutShare: 0,
    })
    expect(outputCap([])).toBeNull()
  })
})
