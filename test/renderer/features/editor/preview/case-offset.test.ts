import { expect, it } from 'vitest'
import { caseOffset } from '../../../../../renderer/features/editor/preview/case-offset.ts'

async function lookUp(positions: readonly number[], wanted: number) {
  let looks = 0
  const offset = await caseOffset(wanted, positions.length, async (at) => {
    looks++
    return positions[at] ?? null
  })
  return { offset, looks }
}

it('finds a case at once where no case was removed', async () => {
  const positions = Array.from({ length: 1000 }, (_, index) => index + 1)
  for (const position of [1, 2, 500, 1000]) {
    expect(await lookUp(positions, position)).toEqual({ offset: position - 1, looks: 1 })
  }
})

it('finds every case where some were removed, in a few looks, and no case that is gone', async () => {
  const positions = Array.from({ length: 3000 }, (_, index) => index + 1).filter(
    (one) => one % 7 !== 0 && one % 5 !== 1,
  )
  for (const [offset, position] of positions.entries()) {
    const found = await lookUp(positions, position)
    expect(found.offset).toBe(offset)
    expect(found.looks).toBeLessThan(14)
  }
  expect((await lookUp(positions, 7)).offset).toBeNull()
  expect((await lookUp([], 1)).offset).toBeNull()
})
