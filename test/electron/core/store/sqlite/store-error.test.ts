import { expect, it } from 'vitest'
import { toStoreError } from '../../../../../electron/core/store/sqlite/store-error.ts'
import { AppError } from '../../../../../shared/contract/errors.ts'

it.each([
  ['SQLITE_FULL', 'conflict', 'is full', false],
  ['SQLITE_READONLY_DBMOVED', 'conflict', 'read-only', false],
  ['SQLITE_IOERR_FSYNC', 'conflict', 'failed to read or write', false],
  ['SQLITE_CORRUPT_INDEX', 'damaged', 'is damaged', false],
  ['SQLITE_BUSY', 'conflict', 'Try again', true],
])('says what %s means for the library, by its path', (sqliteCode, code, words, retryable) => {
  const cause = Object.assign(new Error('raw'), { code: sqliteCode })
  const error = toStoreError(cause, '/data/library.sqlite')
  expect(error).toBeInstanceOf(AppError)
  expect(error).toMatchObject({ code, retryable, cause, message: expect.stringContaining(words) })
  expect(error).toMatchObject({ message: expect.stringContaining('/data/library.sqlite') })
})

it('leaves our own errors and our own bugs in SQL as they are', () => {
  const expected = new AppError('not-found', 'There is no project x.')
  const bug = Object.assign(new Error('no such column: x'), { code: 'SQLITE_ERROR' })
  expect(toStoreError(expected, 'p')).toBe(expected)
  expect(toStoreError(bug, 'p')).toBe(bug)
  expect(toStoreError('text', 'p')).toBe('text')
})
