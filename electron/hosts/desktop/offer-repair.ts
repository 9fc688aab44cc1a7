import { dialog } from 'electron'
import { AppError } from '../../../shared/contract/errors.ts'
import { copiesToRestore } from '../../core/store/library/library-copies.ts'
import type { Repair } from '../../core/store/library/repair-library.ts'

/**
 * Asks what to do about a library that is damaged; null = nothing, and Pithy ends. Other failures are thrown on.
 *
 * @param tried what was done to it already, and did not help
 */
export async function offerRepair(
  error: unknown,
  { libraryPath, tried }: { readonly libraryPath: string; readonly tried: ReadonlySet<Repair['kind']> },
): Promise<Repair | null> {
  if (!(error instanceof AppError) || error.code !== 'damaged') throw error
  const [newest] = tried.has('restore') ? [] : copiesToRestore(libraryPath)
  const when = newest ? new Date(newest.createdAt).toLocaleString() : ''
  const choices: readonly { readonly label: string; readonly repair: Repair | null }[] = [
    ...(tried.has('recover') ? [] : [{ label: 'Recover what can be read', repair: { kind: 'recover' as const } }]),
    ...(newest ? [{ label: 'Restore the newest sound copy', repair: { kind: 'restore' as const } }] : []),
    { label: 'Quit', repair: null },
  ]
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'The library is damaged.',
    detail: [
      tried.size === 0 ? libraryPath : error.message,
      ...(choices.length > 1
        ? ['Whichever you choose, the damaged file is kept in the folder "backups" beside it.']
        : []),
      ...(tried.has('recover') ? [] : ['Recovering makes a new library of every row that can still be read.']),
      ...(newest ? [`Copies are checked before one is taken. The newest is of ${when}.`] : []),
    ].join('\n\n'),
    buttons: choices.map(({ label }) => label),
    defaultId: 0,
    cancelId: choices.length - 1,
  })
  return choices[response]?.repair ?? null
}

/** Tells what was done: which copy was taken, or what could not be recovered. */
export async function tellRepaired(done: string): Promise<void> {
  await dialog.showMessageBox({
    type: 'info',
    message: 'The library can be used again.',
    detail: done,
    buttons: ['OK'],
  })
}
