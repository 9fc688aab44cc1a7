import { expect, it } from 'vitest'
import {
  type FindQuery,
  findInMessages,
  replaceInMessages,
} from '../../../../../renderer/features/editor/find/find-in-messages.ts'

const messages = [
  { role: 'system' as const, template: 'Use tone. Tones (a.b) matter.' },
  { role: 'user' as const, template: 'tone: $1 über_tone' },
]

function texts(query: Partial<FindQuery>): string[] {
  const whole = { text: '', isRegex: false, isCaseSensitive: false, isWholeWord: false, ...query }
  return findInMessages(messages, whole).found.map(
    ({ messageIndex, start, end }) => `${messageIndex}: ${messages[messageIndex]?.template.slice(start, end)}`,
  )
}

it('finds over all messages, by case, whole words and patterns, and takes signs for signs', () => {
  expect(texts({ text: 'tone' })).toEqual(['0: tone', '0: Tone', '1: tone', '1: tone'])
  expect(texts({ text: 'tone', isCaseSensitive: true, isWholeWord: true })).toEqual(['0: tone', '1: tone'])
  expect(texts({ text: '(a.b)' })).toEqual(['0: (a.b)'])
  expect(texts({ text: 'T\\w+s', isRegex: true })).toEqual(['0: Tones'])
  expect(texts({ text: 'x*', isRegex: true })).toEqual([])
})

it('replaces everywhere; groups count in patterns only', () => {
  const query = { text: 'tone', isRegex: false, isCaseSensitive: true, isWholeWord: true }
  expect(replaceInMessages(messages, query, '$1').map(({ template }) => template)).toEqual([
    'Use $1. Tones (a.b) matter.',
    '$1: $1 über_tone',
  ])
  const pattern = { ...query, text: '(T)(ones)', isRegex: true, isWholeWord: false }
  expect(replaceInMessages(messages, pattern, '$2$1')[0]?.template).toBe('Use tone. onesT (a.b) matter.')
})

it('says what is wrong with a pattern', () => {
  const query = { text: '(', isRegex: true, isCaseSensitive: false, isWholeWord: false }
  expect(findInMessages(messages, query).problem).toMatch(/Not a valid pattern/)
})
