import { expect, it } from 'vitest'
import { RowHeights } from '../../../../../renderer/features/runs/grid/row-heights.ts'
import { seededRandom } from '../../../../../shared/stats/seeded-random.ts'

it('places rows as adding up all heights does', () => {
  const random = seededRandom(1)
  const plain = Array.from({ length: 1000 }, () => 40)
  const heights = new RowHeights(1000, 40)
  for (let step = 0; step < 300; step++) {
    const row = Math.floor(random() * 1000)
    plain[row] = 20 + Math.floor(random() * 200)
    heights.set(row, plain[row] ?? 0)
    const asked = Math.floor(random() * 1000)
    const top = plain.slice(0, asked).reduce((sum, height) => sum + height, 0)
    expect(heights.topOf(asked)).toBe(top)
    expect(heights.rowAt(top)).toBe(asked)
    expect(heights.rowAt(top + (plain[asked] ?? 0) - 1)).toBe(asked)
  }
  expect(heights.total).toBe(plain.reduce((sum, height) => sum + height, 0))
})

it('stays inside where a place is outside', () => {
  const heights = new RowHeights(3, 10)
  expect([heights.rowAt(-5), heights.rowAt(500), new RowHeights(0, 10).total]).toEqual([0, 2, 0])
})
