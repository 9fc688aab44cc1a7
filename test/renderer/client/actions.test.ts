import { expect, test } from 'vitest'
import { matchesKeys } from '../../../renderer/client/actions.ts'

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, code: '', target: null }
const editor = { closest: () => ({}), isContentEditable: false }

function press(event: Partial<Record<keyof KeyboardEvent, unknown>>): KeyboardEvent {
  return { ...none, ...event } as unknown as KeyboardEvent // the fields that are read
}

test('mod is Ctrl, and Command on a Mac', () => {
  expect(matchesKeys(press({ key: 'k', ctrlKey: true }), 'mod+k', false)).toBe(true)
  expect(matchesKeys(press({ key: 'k', metaKey: true }), 'mod+k', true)).toBe(true)
  expect(matchesKeys(press({ key: 'k', ctrlKey: true }), 'mod+k', true)).toBe(false)
  expect(matchesKeys(press({ key: 'k' }), 'mod+k', false)).toBe(false)
})

test('Shift counts for letters and Enter, not for the signs that need it', () => {
  expect(matchesKeys(press({ key: 'Enter', ctrlKey: true, shiftKey: true }), 'mod+Enter', false)).toBe(false)
  expect(matchesKeys(press({ key: '?', shiftKey: true }), '?', false)).toBe(true)
})

test('a key without modifier does not act while text is being typed', () => {
  expect(matchesKeys(press({ key: '?', shiftKey: true, target: editor }), '?', false)).toBe(false)
  expect(matchesKeys(press({ key: 'k', ctrlKey: true, target: editor }), 'mod+k', false)).toBe(true)
})

test('Alt with a digit is known by its place, since Alt types another character on a Mac', () => {
  expect(matchesKeys(press({ key: '¡', code: 'Digit1', altKey: true }), 'alt+1', true)).toBe(true)
})
