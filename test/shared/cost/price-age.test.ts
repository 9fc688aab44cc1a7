import { describe, expect, it } from 'vitest'
import { isOldPrice, priceAgeDays } from '../../../shared/cost/price-age.ts'

describe('priceAgeDays', () => {
  it.each([
    ['2026-11-21', '2026-11-21', 0],
    ['2026-11-20', '2026-11-21', 1],
    ['2026-08-01', '2026-11-21', 112],
    // Over a leap day, and over both changes of the clocks.
    ['2028-02-28', '2028-03-01', 2],
    ['2026-03-01', '2026-12-01', 275],
    ['2026-12-01', '2026-11-21', 0],
    ['2026-11-20', '2026-11-21T23:59:59.999Z', 1],
  ])('from %s to %s is %i days', (readOn, today, days) => {
    expect(priceAgeDays(readOn, today)).toBe(days)
  })
})

it('marks a price as old after 60 days, not on the 60th', () => {
  expect(isOldPrice('2026-09-22', '2026-11-21')).toBe(false)
  expect(isOldPrice('2026-09-21', '2026-11-21')).toBe(true)
})
