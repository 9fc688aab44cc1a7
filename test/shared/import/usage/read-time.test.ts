import { expect, it } from 'vitest'
import { createTwinCounter } from '../../../../shared/import/usage/create-twin-counter.ts'
import { readTime } from '../../../../shared/import/usage/read-time.ts'

it('reads moments in every usual spelling, dates without a zone as UTC', () => {
  const ms = Date.UTC(2026, 10, 20, 10, 30, 15)
  const spellings = [
    '2026-11-20T10:30:15Z',
    '2026-11-20T10:30:15.000Z',
    '2026-11-20 10:30:15.000000',
    '2026-11-20T12:30:15+02:00',
    '2026-11-20T05:00:15-0530',
    'Fri, 20 Nov 2026 10:30:15 GMT',
    ms / 1000,
    String(ms / 1000),
    ms,
    ms * 1000,
    ms * 1_000_000,
  ]
  expect(spellings.map(readTime)).toEqual(spellings.map(() => ms))
  expect(readTime('2026-11-20')).toBe(Date.UTC(2026, 10, 20))
})

it('gives null for what is no moment, instead of one that differs by machine', () => {
  const texts = [
    '',
    'yesterday',
    '11/20/2026',
    '2026-13-01',
    '2026-11-20T25:00:00Z',
    '2026-1x-20T10:00:00Z',
    null,
    {},
    12,
  ]
  expect(texts.map(readTime)).toEqual(texts.map(() => null))
})

it('numbers equal rows of a file, also over a boundary of its memory', () => {
  const nthOf = createTwinCounter()
  expect([nthOf(5), nthOf(5), nthOf(5 + 131_072), nthOf(5)]).toEqual([0, 1, 0, 2])
  let largest = 0
  for (let other = 1_000_000; other < 1_060_000; other++) largest = Math.max(largest, nthOf(other))
  expect(largest).toBe(0)
  expect(nthOf(5)).toBe(3)
})
