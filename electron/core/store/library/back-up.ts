import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../../shared/contract/errors.ts'
import { copiesOf, stampOf } from './library-copies.ts'

const KEPT_BACKUPS = 5

export interface BackUpOptions {
  readonly path: string
  readonly now: () => number
  /** Opens the copy read-only, to check it. */
  readonly openCopy: (path: string) => Database
}

/**
 * Copies a library into `backups/` beside it, checks the copy, and keeps the last five.
 *
 * @returns the copy's path
 * @throws AppError `conflict` when the library is damaged: a bad copy never pushes a good one out
 */
export function backUp(db: Database, { path, now, openCopy }: BackUpOptions): string {
  const { folder, stem } = copiesOf(path)
  mkdirSync(folder, { recursive: true })
  const copy = join(folder, `${stem}${stampOf(now())}-${process.pid}.sqlite`)
  const unfinished = `${copy}.unfinished`
  rmSync(unfinished, { force: true })
  db.prepare('VACUUM INTO ?').run(unfinished)
  const verdict = checkCopy(openCopy(unfinished))
  if (verdict !== 'ok') {
    rmSync(unfinished, { force: true })
    throw new AppError(
      'conflict',
      `The library ${path} is damaged (${verdict}), so it was not upgraded and nothing in it was changed. ` +
        `Earlier copies are in ${folder}.`,
    )
  }
  renameSync(unfinished, copy)
  // The stamp is part of the test, so that "library" does not push out the copies of "library-2".
  const isOurs = (name: string) => name.startsWith(stem) && /^\d{4}-\d\d-\d\dT.*\.sqlite$/.test(name.slice(stem.length))
  const copies = readdirSync(folder).filter(isOurs)
  for (const old of copies.sort().slice(0, -KEPT_BACKUPS)) rmSync(join(folder, old), { force: true })
  return copy
}

/** "ok", or the first thing that is wrong; closes the file. */
export function checkCopy(copy: Database): string {
  try {
    return String(copy.pragma('quick_check(1)', { simple: true }))
  } finally {
    copy.close()
  }
}
