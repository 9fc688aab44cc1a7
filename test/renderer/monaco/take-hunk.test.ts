import { expect, it } from 'vitest'
import { takeHunk } from '../../../renderer/monaco/take-hunk.ts'

const texts = { original: 'a\nb\nc\nd', modified: 'a\nB1\nB2\nd' }
const hunk = {
  originalStartLineNumber: 2,
  originalEndLineNumber: 3,
  modifiedStartLineNumber: 2,
  modifiedEndLineNumber: 3,
}

it('takes a changed stretch over in either direction', () => {
  expect(takeHunk(texts, hunk, 'toModified')).toBe('a\nb\nc\nd')
  expect(takeHunk(texts, hunk, 'toOriginal')).toBe('a\nB1\nB2\nd')
})

it('puts in and takes out lines that one side lacks', () => {
  const added = { original: 'a\nd', modified: 'a\nb\nd' }
  const change = {
    originalStartLineNumber: 1,
    originalEndLineNumber: 0,
    modifiedStartLineNumber: 2,
    modifiedEndLineNumber: 2,
  }
  expect(takeHunk(added, change, 'toModified')).toBe('a\nd')
  expect(takeHunk(added, change, 'toOriginal')).toBe('a\nb\nd')
})
