import { expect, it } from 'vitest'
import { RowSpans } from '../../../../../renderer/features/editor/gutter/row-spans.ts'
import { seededRandom } from '../../../../../shared/stats/seeded-random.ts'

const text = '# One\n\ntwo two\n\n- three'
const rows = ['# One', 'two two', '- three'].map((words) => {
  const start = text.indexOf(words)
  return { start, end: start + words.length }
})

function after(edit: { readonly rangeOffset: number; readonly rangeLength: number; readonly text: string }) {
  const spans = new RowSpans(rows)
  spans.edit(edit)
  const now = text.slice(0, edit.rangeOffset) + edit.text + text.slice(edit.rangeOffset + edit.rangeLength)
  return spans.within(0, now.length).map(({ start, end }) => now.slice(start, end))
}

it('moves with what is typed before, and grows with what is typed inside and at the edges', () => {
  expect(after({ rangeOffset: 6, rangeLength: 0, text: 'more\n' })).toEqual(['# One', 'two two', '- three'])
  expect(after({ rangeOffset: 10, rangeLength: 0, text: ' and' })).toEqual(['# One', 'two and two', '- three'])
  expect(after({ rangeOffset: 14, rangeLength: 0, text: '!' })).toEqual(['# One', 'two two!', '- three'])
  expect(after({ rangeOffset: 7, rangeLength: 0, text: 'So ' })).toEqual(['# One', 'So two two', '- three'])
  expect(after({ rangeOffset: 0, rangeLength: 0, text: 'A line.\n\n' })).toEqual(['# One', 'two two', '- three'])
})

it('leaves out what is deleted, and keeps what is left of what was cut into', () => {
  expect(after({ rangeOffset: 7, rangeLength: 9, text: '' })).toEqual(['# One', '- three'])
  expect(after({ rangeOffset: 3, rangeLength: 8, text: '' })).toEqual(['# O', 'two', '- three'])
})

it('finds what touches a stretch of the text, also after many edits', () => {
  const random = seededRandom('row-spans')
  const many = Array.from({ length: 500 }, (_, index) => ({ start: index * 10, end: index * 10 + 8 }))
  const spans = new RowSpans(many)
  let length = 5000
  for (let round = 0; round < 300; round++) {
    const rangeOffset = Math.floor(random() * length)
    const rangeLength = Math.min(length - rangeOffset, Math.floor(random() * 12))
    const inserted = 'x'.repeat(Math.floor(random() * 12))
    spans.edit({ rangeOffset, rangeLength, text: inserted })
    length += inserted.length - rangeLength
  }
  const all = spans.within(0, length)
  expect(all.length).toBeGreaterThan(100)
  for (const [at, { start, end }] of all.entries()) {
    expect(end).toBeGreaterThan(start)
    expect(end).toBeLessThanOrEqual(length)
    expect(start).toBeGreaterThanOrEqual(all[at - 1]?.end ?? 0)
  }
  const from = Math.floor(length / 3)
  expect(spans.within(from, from + 100)).toEqual(all.filter(({ start, end }) => end >= from && start <= from + 100))
})
