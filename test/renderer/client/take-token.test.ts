import { expect, test, vi } from 'vitest'
import { keepToken, takeToken } from '../../../renderer/client/take-token.ts'

function fakeStorage(initial: Record<string, string> = {}) {
  const values = new Map(Object.entries(initial))
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  }
}

test('takes the token out of the address and remembers it for this tab', () => {
  const storage = fakeStorage()
  const replaceState = vi.fn()
  const history = { state: { pithy: 1 }, replaceState }
  expect(takeToken({ hash: '#t=secret', pathname: '/', search: '' }, history, storage)).toBe('secret')
  expect(replaceState).toHaveBeenCalledWith({ pithy: 1 }, '', '/')
  expect(takeToken({ hash: '', pathname: '/', search: '' }, history, storage)).toBe('secret')
})

test('a new token in the address wins over the remembered one', () => {
  const storage = fakeStorage({ 'pithy-token': 'old' })
  const history = { state: null, replaceState: () => {} }
  expect(takeToken({ hash: '#t=new', pathname: '/', search: '' }, history, storage)).toBe('new')
  expect(storage.getItem('pithy-token')).toBe('new')
})

test('gives null without any token', () => {
  expect(
    takeToken({ hash: '', pathname: '/', search: '' }, { state: null, replaceState: () => {} }, fakeStorage()),
  ).toBeNull()
})

test('keeps a token that is typed alone or within an address, and nothing else', () => {
  const storage = fakeStorage()
  expect(keepToken(' http://127.0.0.1:8080/#t=secret ', storage)).toBe(true)
  expect(storage.getItem('pithy-token')).toBe('secret')
  expect(keepToken('other', storage)).toBe(true)
  expect(['', ' ', 'http://127.0.0.1:8080/#place=x'].map((text) => keepToken(text, storage))).toEqual([
    false,
    false,
    false,
  ])
  expect(storage.getItem('pithy-token')).toBe('other')
})
