import { expect, it } from 'vitest'
import { knownSpend } from '../../../../shared/savings/spend/known-spend.ts'
import { spanDays } from '../../../../shared/savings/spend/span-days.ts'

it('rows without any price have no known spend; no rows, or some with a price, have', () => {
  expect(knownSpend({ nanoUsd: 0, rows: 3, unpricedRows: 3 })).toBeNull()
  expect(knownSpend({ nanoUsd: 5, rows: 3, unpricedRows: 2 })).toBe(5)
  expect(knownSpend({ nanoUsd: 0, rows: 0, unpricedRows: 0 })).toBe(0)
})

it('rows of whole days count the last day, rows of moments the time between them', () => {
  const span = (from: string, to: string) => spanDays({ firstAtMs: Date.parse(from), lastAtMs: Date.parse(to) })
  expect(span('2026-11-01T00:00:00Z', '2026-11-03T00:00:00Z')).toBe(3)
  expect(span('2026-11-01T06:00:00Z', '2026-11-03T18:00:00Z')).toBe(2.5)
  expect(spanDays({ firstAtMs: null, lastAtMs: null })).toBeNull()
})
