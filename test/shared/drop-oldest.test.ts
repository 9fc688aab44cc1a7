import { expect, test } from 'vitest'
import { dropOldest } from '../../shared/drop-oldest.ts'

test('what was put in last is kept, and nothing goes while there is room', () => {
  const known = new Map([...'abcd'].map((key) => [key, 1]))
  dropOldest(known, 4)
  expect([...known.keys()].join('')).toBe('abcd')
  known.delete('b')
  known.set('b', 2)
  dropOldest(known, 2)
  expect([...known]).toEqual([
    ['d', 1],
    ['b', 2],
  ])
})
