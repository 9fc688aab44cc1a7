import { loadSqlite, ownBinding } from '../sqlite/load-sqlite.ts'
import { copyPath } from './library-copies.ts'
import { recoverLibrary } from './recover-library.ts'
import { restoreLibrary } from './replace-library.ts'

/** What is done to a library before it is opened, because it cannot be opened as it is. */
export type Repair = { readonly kind: 'recover' } | { readonly kind: 'restore'; readonly name: string }

/** Does it to a library that nobody has open. @throws AppError when it cannot be done: nothing was changed */
export async function repairLibrary(path: string, repair: Repair, nowMs: number): Promise<void> {
  const options = { path, nowMs, open: await loadSqlite(ownBinding()) }
  if (repair.kind === 'recover') recoverLibrary(options)
  // Set aside as damaged, or it would be the newest copy to restore the next time.
  else restoreLibrary(copyPath(path, repair.name), options, 'damaged')
}
