import { expect, it } from 'vitest'
import { csvRecords } from '../../../shared/import/csv-records.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'

const random = seededRandom('csv windows')
const CELLS = ['', 'a', 'a longer cell with words', '"quoted"', '"with, comma"', '"two\nlines"', '"a ""word"""', 'ä€😀']

function csvOf(lineEnd: string): string {
  const pick = (of: readonly string[]) => of[Math.floor(random() * of.length)] ?? ''
  const rows = Array.from({ length: 60 }, () =>
    random() < 0.1 ? '' : [pick(CELLS), pick(CELLS), pick(CELLS)].join(','),
  )
  return ['x,y,z', ...rows].join(lineEnd)
}

it.each([
  ['a line feed', '\n'],
  ['carriage return and line feed', '\r\n'],
  ['a carriage return', '\r'],
])('reads the same records in windows of any size, with %s at the end of a line', (_name, lineEnd) => {
  for (let round = 0; round < 20; round++) {
    const text = csvOf(lineEnd)
    const whole = [...csvRecords(text, ',', text.length)].flat()
    expect(whole.length).toBeGreaterThan(30)
    for (const window of [1, 7, 40, 333]) expect([...csvRecords(text, ',', window)].flat()).toEqual(whole)
  }
})

it('finds the same faulty quotes in windows of any size', () => {
  const text = 'x,y\n1,"a"b\n2,c\n3,"never closed\n4,d\n'
  const whole = [...csvRecords(text, ',', text.length)].flat()
  expect(whole.flatMap(({ quoteErrors }) => quoteErrors)).toContain('MissingQuotes')
  for (const window of [3, 9, 20]) expect([...csvRecords(text, ',', window)].flat()).toEqual(whole)
})
