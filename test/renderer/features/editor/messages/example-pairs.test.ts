import { expect, it } from 'vitest'
import { examplePairs, toggledPair } from '../../../../../renderer/features/editor/messages/example-pairs.ts'
import type { Message } from '../../../../../shared/domain/prompt.ts'

const messages: Message[] = [
  { role: 'system', template: 'Rules.' },
  { role: 'user', template: 'one' },
  { role: 'assistant', template: '1', locked: ['keep'] },
  { role: 'user', template: 'two' },
  { role: 'assistant', template: '2' },
  { role: 'user', template: '{{text}}' },
]

it('pairs a question with its answer, and lets examples change places with one another only', () => {
  const pairs = examplePairs(messages)
  expect(pairs.map(({ index, place }) => [index, place])).toEqual([
    [1, 1],
    [3, 2],
  ])
  expect([pairs[0]?.up, pairs[1]?.down]).toEqual([null, null])
  expect([pairs[0]?.down, pairs[1]?.up]).toEqual([
    [0, 3, 4, 1, 2, 5],
    [0, 3, 4, 1, 2, 5],
  ])
})

it('locks both texts of a pair, keeps other locks, and takes its own off again', () => {
  const [pair] = examplePairs(messages)
  if (!pair) throw new Error('There is a pair.')
  const locked = toggledPair(messages, pair)
  expect(locked.slice(1, 3).map((message) => message.locked)).toEqual([['one'], ['keep', '1']])
  const [again] = examplePairs(locked)
  expect(again?.isLocked).toBe(true)
  if (again) expect(toggledPair(locked, again)).toEqual(messages)
})
