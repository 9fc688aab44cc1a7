import { expect, it } from 'vitest'
import { durationText, momentText, percentText, plural } from '../../../renderer/ui/figures.ts'

it('writes durations with their unit and no false precision', () => {
  expect([null, 0.42, 9.94, 840, 999.6, 1240, 12_300, 200_000, 7_500_000].map(durationText)).toEqual([
    '–',
    '0.4 ms',
    '9.9 ms',
    '840 ms',
    '1.00 s',
    '1.24 s',
    '12 s',
    '3 min 20 s',
    '2 h 5 min',
  ])
})

it('shows an unknown rate as a dash, never as zero', () => {
  expect([percentText(null), percentText(0)]).toEqual(['–', '0.0 %'])
})

it('counts in words', () => {
  expect([plural(1, 'case'), plural(0, 'case'), plural(1234, 'case')]).toEqual(['1 case', '0 cases', '1,234 cases'])
})

it('names the year of a moment that is not in this one', () => {
  expect(momentText('2001-05-03T12:00:00.000Z')).toContain('2001')
  expect(momentText(new Date().toISOString())).not.toContain(String(new Date().getFullYear()))
})
