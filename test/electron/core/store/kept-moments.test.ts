import { expect, it } from 'vitest'
import { keptMoments } from '../../../../electron/core/store/kept-moments.ts'

const hour = 3_600_000
const now = Date.UTC(2026, 10, 21, 12)

function kept(agesMs: readonly number[]): number[] {
  const stays = keptMoments(
    agesMs.map((age) => now - age),
    now,
  )
  return agesMs.filter((_, index) => stays[index])
}

it('keeps all of the last day, then the last of each hour, then the last of each day, and both ends', () => {
  const ages = [
    90 * 24 * hour, // the oldest
    60 * 24 * hour + 5 * hour,
    60 * 24 * hour + 4 * hour, // same day: the later one stays
    40 * 24 * hour,
    3 * 24 * hour - 50_000,
    3 * 24 * hour - 90_000,
    2 * 24 * hour - 10_000,
    2 * 24 * hour - 20_000,
    hour,
    500,
  ].toSorted((a, b) => b - a)
  expect(kept(ages)).toEqual(
    [
      90 * 24 * hour,
      60 * 24 * hour + 4 * hour,
      40 * 24 * hour,
      3 * 24 * hour - 90_000,
      2 * 24 * hour - 20_000,
      hour,
      500,
    ].toSorted((a, b) => b - a),
  )
})

it('never drops the only one, however old', () => {
  expect(kept([900 * 24 * hour])).toEqual([900 * 24 * hour])
})
