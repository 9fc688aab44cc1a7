import { expect, it } from 'vitest'
import { neededLiteral } from '../../../../../electron/core/store/results/needed-literal.ts'
import { seededRandom } from '../../../../../shared/stats/seeded-random.ts'

it.each([
  ['Refund Parcel', false, 'refund parcel'],
  ['a.*b', false, 'a.*b'],
  ['ab', false, null],
  ['Käse', false, null],
  ['refund.*parcels', true, 'parcels'],
  ['^Title', true, 'title'],
  ['parcels?$', true, 'parcel'],
  ['la+te', true, null],
  ['(refund)', true, null],
  ['refund|late', true, null],
  ['\\brefund', true, null],
] as const)('of "%s" (pattern: %s) every match has %s', (search, isRegex, literal) => {
  expect(neededLiteral(search, isRegex)).toBe(literal)
})

it('never passes over a text that matches', () => {
  const random = seededRandom('literals')
  const pick = (signs: string) => signs[Math.floor(random() * signs.length)] ?? ''
  let matches = 0
  for (let round = 0; round < 20_000; round++) {
    const pattern = Array.from({ length: 2 + Math.floor(random() * 6) }, () => pick('abAB.*+?^$')).join('')
    const text = Array.from({ length: 12 }, () => pick('abAB')).join('')
    const literal = neededLiteral(pattern, true)
    if (literal === null) continue
    try {
      if (!new RegExp(pattern, 'iu').test(text)) continue
    } catch {
      continue
    }
    matches++
    expect({ pattern, text, has: text.toLowerCase().includes(literal) }).toEqual({ pattern, text, has: true })
  }
  expect(matches).toBeGreaterThan(100)
})
