import { expect, test } from 'vitest'
import { singleChange } from '../../../shared/domain/single-change.ts'

test('finds the one replacement that turns a text into another', () => {
  expect(singleChange('same', 'same')).toBeNull()
  expect(singleChange('ab', 'axb')).toEqual({ at: 1, deleteCount: 0, insertText: 'x' })
  expect(singleChange('aaa', 'aa')).toEqual({ at: 2, deleteCount: 1, insertText: '' })
  expect(singleChange('', 'new')).toEqual({ at: 0, deleteCount: 0, insertText: 'new' })
})

test('applied, it gives the new text, whatever repeats in them', () => {
  const texts = ['', 'a', 'aa', 'ab', 'aba', 'abab', 'baba', 'abcabc', 'abcXabc', '👍🏽a👍🏽']
  for (const before of texts) {
    for (const after of texts) {
      const change = singleChange(before, after)
      const applied = change
        ? before.slice(0, change.at) + change.insertText + before.slice(change.at + change.deleteCount)
        : before
      expect(applied, `${before} to ${after}`).toBe(after)
    }
  }
})
