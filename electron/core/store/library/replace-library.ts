import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../../shared/contract/errors.ts'
import { countSteps } from '../migrate.ts'
import { migrations } from '../migrations/index.ts'
import type { OpenFile } from '../sqlite/load-sqlite.ts'
import { APPLICATION_ID } from '../sqlite/open-database.ts'
import { toStoreError } from '../sqlite/store-error.ts'
import { checkCopy } from './back-up.ts'
import { newCopyPath } from './library-copies.ts'

export interface ReplaceOptions {
  readonly path: string
  readonly nowMs: number
  readonly open: OpenFile
}

/**
 * Puts a copy in the library's place; the present file is kept among the copies. No connection to the library may be open here.
 *
 * @param kind what the present file is, and is listed as
 * @returns where the present file is kept; null when there was none
 * @throws AppError `not-found` when there is no such copy; `conflict` when it is not sound, or another process has the
 * library open: nothing was changed
 */
export function restoreLibrary(
  copy: string,
  options: ReplaceOptions,
  kind: 'replaced' | 'damaged' = 'replaced',
): string | null {
  if (!existsSync(copy)) throw new AppError('not-found', `There is no file ${copy}. Nothing was changed.`)
  checkIsLibrary(copy, options.open)
  const incoming = `${options.path}.restoring`
  rmSync(incoming, { force: true })
  copyFileSync(copy, incoming)
  return putInPlace(incoming, kind, options)
}

/**
 * Renames a finished file to the library's name, after the present one has been set aside with its log.
 *
 * @throws AppError `conflict` when another process has the library open
 */
export function putInPlace(incoming: string, kind: 'replaced' | 'damaged', options: ReplaceOptions): string | null {
  const { path, nowMs } = options
  syncFile(incoming)
  if (!existsSync(path)) {
    renameSync(incoming, path)
    return null
  }
  try {
    foldLogIn(options)
  } catch (error) {
    rmSync(incoming, { force: true })
    throw error
  }
  const kept = newCopyPath(path, kind, nowMs)
  mkdirSync(dirname(kept), { recursive: true })
  const parts = ['-wal', '-shm', ''].filter((part) => existsSync(`${path}${part}`))
  for (const part of parts) renameSync(`${path}${part}`, `${kept}${part}`)
  try {
    renameSync(incoming, path)
  } catch (error) {
    for (const part of parts) renameSync(`${kept}${part}`, `${path}${part}`)
    throw error
  }
  return kept
}

/** Only the last connection to a file can end its write-ahead log: this proves that nobody else has it open. */
function foldLogIn({ path, open }: ReplaceOptions): void {
  let db: Database | null = null
  try {
    db = open(path)
    db.pragma('journal_mode = DELETE')
  } catch (error) {
    const known = toStoreError(error, path)
    // A damaged file is set aside with its log as it is; one that is no database at all, too.
    const isUnreadable = known instanceof AppError && !known.retryable
    if (!isUnreadable) throw known
  } finally {
    db?.close()
  }
}

/** @throws AppError `conflict` unless the file is a sound library that this build can open */
function checkIsLibrary(copy: string, open: OpenFile): void {
  try {
    const db = open(copy)
    try {
      const tables = db.pragma('application_id', { simple: true })
      if (tables !== APPLICATION_ID) throw new AppError('conflict', `${copy} is not a library of Pithy.`)
      countSteps(db, migrations, copy)
    } finally {
      db.close()
    }
    const verdict = checkCopy(open(copy))
    if (verdict !== 'ok')
      throw new AppError('conflict', `The copy ${copy} is damaged (${verdict}). Nothing was changed.`)
  } catch (error) {
    throw toStoreError(error, copy)
  }
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
