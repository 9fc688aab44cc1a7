import { dialog } from 'electron'
import { AppError } from '../../../shared/contract/errors.ts'
import { listCopies } from '../../core/store/library/library-copies.ts'
import type { Repair } from '../../core/store/library/repair-library.ts'

/** Asks what to do about a library that is damaged; null = nothing, and Pithy ends. Other failures are thrown on. */
export async function offerRepair(
  error: unknown,
  { libraryPath, mayRecover }: { readonly libraryPath: string; readonly mayRecover: boolean },
): Promise<Repair | null> {
  if (!(error instanceof AppError) || error.code !== 'damaged') throw error
  const newest = listCopies(libraryPath).find(({ kind }) => kind !== 'damaged')
  const when = newest ? new Date(newest.createdAt).toLocaleString() : ''
  const choices: readonly { readonly label: string; readonly repair: Repair | null }[] = [
    ...(mayRecover ? [{ label: 'Recover what can be read', repair: { kind: 'recover' as const } }] : []),
    ...(newest
      ? [{ label: `Restore the copy of ${when}`, repair: { kind: 'restore' as const, name: newest.name } }]
      : []),
    { label: 'Quit', repair: null },
  ]
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'The library is damaged.',
    detail: [
      mayRecover ? libraryPath : error.message,
      'Whichever you choose, the damaged file is kept in the folder "backups" beside it.',
      ...(mayRecover ? ['Recovering makes a new library of every row that can still be read.'] : []),
    ].join('\n\n'),
    buttons: choices.map(({ label }) => label),
    defaultId: 0,
    cancelId: choices.length - 1,
  })
  return choices[response]?.repair ?? null
}
