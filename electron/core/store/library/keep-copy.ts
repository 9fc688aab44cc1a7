import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../../shared/contract/errors.ts'
import type { LibraryCopy } from '../../../../shared/domain/library-copy.ts'
import { checkCopy } from './back-up.ts'
import { newCopyPath } from './library-copies.ts'
import type { ReplaceOptions } from './replace-library.ts'

/** So few at a time that calls between are answered at once: 4 MB. */
const PAGES_AT_ONCE = 1000

/**
 * Copies the library while it is in use, and checks the copy.
 *
 * @throws AppError `damaged` when the copy is not sound, since then the library is not either
 */
export async function keepCopy(db: Database, { path, nowMs, open }: ReplaceOptions): Promise<LibraryCopy> {
  const copy = newCopyPath(path, 'kept', nowMs)
  const unfinished = `${copy}.unfinished`
  mkdirSync(dirname(copy), { recursive: true })
  try {
    await db.backup(unfinished, { progress: () => PAGES_AT_ONCE })
    const written = open(unfinished)
    // The copy is marked as one with a write-ahead log, which would need files beside it.
    written.pragma('journal_mode = DELETE')
    const verdict = checkCopy(written)
    if (verdict !== 'ok') {
      throw new AppError(
        'damaged',
        `The library ${path} is damaged (${verdict}), so no copy of it was kept. "Recover" in Settings, or the command ` +
          '"pithy library recover", makes a new one of what can still be read.',
      )
    }
    renameSync(unfinished, copy)
  } finally {
    for (const part of ['', '-wal', '-shm', '-journal']) rmSync(`${unfinished}${part}`, { force: true })
  }
  return { name: basename(copy), createdAt: new Date(nowMs).toISOString(), bytes: statSync(copy).size, kind: 'kept' }
}
