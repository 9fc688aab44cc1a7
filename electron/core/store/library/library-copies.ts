import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { AppError } from '../../../../shared/contract/errors.ts'
import type { LibraryCopy } from '../../../../shared/domain/library-copy.ts'

const STAMP = /^(kept|replaced|damaged)?-?(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z)-\d+\.sqlite$/

/** The folder of a library's copies, and what their names begin with. */
export function copiesOf(libraryPath: string): { readonly folder: string; readonly stem: string } {
  return { folder: join(dirname(libraryPath), 'backups'), stem: `${basename(libraryPath, extname(libraryPath))}-` }
}

/** A moment as part of a file name: colons are not allowed there on Windows. */
export function stampOf(nowMs: number): string {
  return new Date(nowMs).toISOString().replaceAll(':', '-')
}

/** A new name in the folder of copies. Only those made before upgrades are ever pushed out by newer ones. */
export function newCopyPath(libraryPath: string, kind: 'kept' | 'replaced' | 'damaged', nowMs: number): string {
  const { folder, stem } = copiesOf(libraryPath)
  return join(folder, `${stem}${kind}-${stampOf(nowMs)}-${process.pid}.sqlite`)
}

/** Newest first. */
export function listCopies(libraryPath: string): LibraryCopy[] {
  const { folder, stem } = copiesOf(libraryPath)
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return [] // no copy was ever made
  }
  return names
    .flatMap((name) => {
      const [, kind, stamp] = (name.startsWith(stem) && STAMP.exec(name.slice(stem.length))) || []
      return stamp === undefined ? [] : [{ ...describeCopy(join(folder, name), stamp), kind: kindOf(kind) }]
    })
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt) || b.name.localeCompare(a.name))
}

/** What may take a damaged library's place, newest first: not what was itself set aside as damaged. */
export function copiesToRestore(libraryPath: string): LibraryCopy[] {
  return listCopies(libraryPath).filter(({ kind }) => kind !== 'damaged')
}

/** @throws AppError `not-found`, so that only what is in the list is ever opened */
export function copyPath(libraryPath: string, name: string): string {
  if (listCopies(libraryPath).some((copy) => copy.name === name)) return join(copiesOf(libraryPath).folder, name)
  throw new AppError('not-found', `There is no copy named ${name} in ${copiesOf(libraryPath).folder}.`)
}

function kindOf(text: string | undefined): LibraryCopy['kind'] {
  return text === 'kept' || text === 'replaced' || text === 'damaged' ? text : 'before-upgrade'
}

function describeCopy(path: string, stamp: string): Omit<LibraryCopy, 'kind'> {
  const createdAt = stamp.replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:')
  return { name: basename(path), createdAt, bytes: statSync(path).size }
}
