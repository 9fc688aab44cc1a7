import { expect, it } from 'vitest'
import { previewBlocks } from '../../../../../renderer/features/editor/preview/preview-blocks.ts'
import type { TracedPiece } from '../../../../../shared/template/text-emitter.ts'

function piece(start: number, end: number, isVerbatim = true): TracedPiece {
  return { start, end, sourceStart: start, isVerbatim }
}

it('leaves a short text in one block', () => {
  const pieces = [piece(0, 8), piece(8, 12, false)]
  expect(previewBlocks('Review:\nfine', pieces)).toEqual([{ start: 0, lines: 2, pieces }])
})

it('cuts a long text after whole lines, loses nothing, and leaves what a variable put in whole', () => {
  const value = 'value\n'.repeat(3000)
  const text = `${'a line of the text\n'.repeat(2000)}${value}${'another line\n'.repeat(2000)}`
  const valueStart = 19 * 2000
  const valueEnd = valueStart + value.length
  const pieces = [piece(0, valueStart), piece(valueStart, valueEnd, false), piece(valueEnd, text.length)]
  const blocks = previewBlocks(text, pieces)
  const all = blocks.flatMap((block) => block.pieces)
  expect(all.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
  expect(all.filter(({ isVerbatim }) => !isVerbatim)).toEqual([pieces[1]])
  expect(blocks.length).toBeGreaterThan(8)
  expect(blocks.slice(1).every(({ start }) => text[start - 1] === '\n')).toBe(true)
  expect(blocks.reduce((sum, { lines }) => sum + lines, 0)).toBe(text.split('\n').length - 1)
})

it('does not cut where there is no line end', () => {
  const text = 'x'.repeat(50_000)
  expect(previewBlocks(text, [piece(0, text.length)])).toHaveLength(1)
})
