import { AppError } from '../../../../shared/contract/errors.ts'
import { describeLoss } from '../../../../shared/domain/describe-loss.ts'
import { loadSqlite, ownBinding } from '../sqlite/load-sqlite.ts'
import { copiesOf, copiesToRestore, copyPath } from './library-copies.ts'
import { recoverLibrary } from './recover-library.ts'
import { type ReplaceOptions, restoreLibrary } from './replace-library.ts'

/** What is done to a library before it is opened, because it cannot be opened as it is. */
export interface Repair {
  /** `restore` takes the newest copy that is sound. */
  readonly kind: 'recover' | 'restore'
}

/**
 * Does it to a library that nobody has open.
 *
 * @returns what was done, for the user
 * @throws AppError when it cannot be done: nothing was changed
 */
export async function repairLibrary(path: string, repair: Repair, nowMs: number): Promise<string> {
  const options = { path, nowMs, open: await loadSqlite(ownBinding()) }
  if (repair.kind === 'restore') return restoreNewest(options)
  const report = recoverLibrary(options)
  return `${report.rows} rows were recovered. ${describeLoss(report)} The damaged library is kept as ${report.keptAs}.`
}

function restoreNewest(options: ReplaceOptions): string {
  const passedOver: string[] = []
  for (const { name, createdAt } of copiesToRestore(options.path)) {
    try {
      // Set aside as damaged, or it would be the newest copy to restore the next time.
      const keptAs = restoreLibrary(copyPath(options.path, name), options, 'damaged')
      return [
        `The copy of ${new Date(createdAt).toLocaleString()} (${name}) took the library's place.`,
        ...(passedOver.length > 0 ? [`Newer ones cannot be used: ${passedOver.join(', ')}.`] : []),
        ...(keptAs === null ? [] : [`The damaged library is kept as ${keptAs}.`]),
      ].join(' ')
    } catch (error) {
      // Of another process that has the library open, or of a full disk, an older copy would know no better.
      if (!(error instanceof AppError) || error.retryable) throw error
      passedOver.push(name)
    }
  }
  const { folder } = copiesOf(options.path)
  throw new AppError(
    'damaged',
    passedOver.length === 0
      ? `There is no copy of the library in ${folder}. Nothing was changed.`
      : `None of the copies in ${folder} can be used: ${passedOver.join(', ')}. Nothing was changed.`,
  )
}
