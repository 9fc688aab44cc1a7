import { existsSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { AppError } from '../../../../shared/contract/errors.ts'
import { describeLoss } from '../../../../shared/domain/describe-loss.ts'
import { libraryPath } from '../../../core/platform/library-path.ts'
import { copiesOf, copyPath, listCopies } from '../../../core/store/library/library-copies.ts'
import { recoverLibrary } from '../../../core/store/library/recover-library.ts'
import { type ReplaceOptions, restoreLibrary } from '../../../core/store/library/replace-library.ts'
import { loadSqlite, ownBinding } from '../../../core/store/sqlite/load-sqlite.ts'
import { exitCode } from '../exit-code.ts'
import { fileFault } from '../file-fault.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'

/** `pithy library back-up`: a checked copy while the library is in use. */
export async function backUpCommand(options: GlobalOptions & { readonly out?: string }): Promise<number> {
  const copy = await withClient(options, (client) => client.call('library.back-up', {}))
  const kept = join(copiesOf(libraryPath(options.library)).folder, copy.name)
  const path = options.out === undefined ? kept : resolve(options.out)
  if (path !== kept) {
    await copyFile(kept, path).catch((cause: unknown) => {
      throw new AppError('bad-input', `${path} cannot be written: ${fileFault(cause)}. The copy is ${kept}.`, { cause })
    })
  }
  print(options, { ...copy, path }, `${path}  ${copy.bytes.toLocaleString('en-US')} bytes`)
  return exitCode.passed
}

/** `pithy library copies` */
export function listCopiesCommand(options: GlobalOptions): number {
  const copies = listCopies(libraryPath(options.library))
  const lines = copies.map(({ name, createdAt, bytes, kind }) => [name, createdAt, kind, bytes].join('  '))
  print(options, copies, lines.join('\n') || 'There is no copy yet. Make one by: pithy library back-up')
  return exitCode.passed
}

/** `pithy library restore COPY`: a name from the list, or a file elsewhere; the present library is kept. */
export async function restoreCommand(copy: string, options: GlobalOptions): Promise<number> {
  const replace = await replaceOptions(options)
  const from = copy === basename(copy) && !existsSync(copy) ? copyPath(replace.path, copy) : resolve(copy)
  const keptAs = restoreLibrary(from, replace)
  print(options, { keptAs }, keptAs === null ? 'Restored.' : `Restored. The library of before is kept as ${keptAs}`)
  return exitCode.passed
}

/** `pithy library recover`: a new library of what can be read of a damaged one; 1 where something could not. */
export async function recoverCommand(options: GlobalOptions): Promise<number> {
  const report = recoverLibrary(await replaceOptions(options))
  const { rows, incomplete, orphans, keptAs } = report
  print(options, report, `${rows} rows recovered. ${describeLoss(report)}\nThe damaged library is kept as ${keptAs}`)
  return incomplete.length === 0 && orphans === 0 ? exitCode.passed : exitCode.failed
}

/** `pithy library check`: 1 where something is wrong. */
export async function checkLibraryCommand(options: GlobalOptions): Promise<number> {
  const { problems } = await withClient(options, (client) => client.call('library.check', {}))
  print(options, { problems }, problems.join('\n') || 'The library is sound.')
  return problems.length === 0 ? exitCode.passed : exitCode.failed
}

async function replaceOptions(options: GlobalOptions): Promise<ReplaceOptions> {
  return { path: libraryPath(options.library), nowMs: Date.now(), open: await loadSqlite(ownBinding()) }
}

function print(options: GlobalOptions, value: unknown, text: string): void {
  console.log(options.json ? JSON.stringify(value, null, 2) : text)
}
