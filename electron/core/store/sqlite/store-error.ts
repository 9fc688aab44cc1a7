import { AppError } from '../../../../shared/contract/errors.ts'

/**
 * Puts a failure of the library file in the user's words.
 *
 * @returns an AppError `conflict` (`damaged` where the file is) for what the user can do something about; any other error as it is
 */
export function toStoreError(error: unknown, path: string): unknown {
  const message = describe(codeOf(error), path)
  return message === null
    ? error
    : new AppError(isDamage(codeOf(error)) ? 'damaged' : 'conflict', message, {
        retryable: isBusy(codeOf(error)),
        cause: error,
      })
}

/** By code and not by class: the class comes with the addon, which is loaded late. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error) || error instanceof AppError || !('code' in error)) return ''
  return typeof error.code === 'string' && error.code.startsWith('SQLITE_') ? error.code : ''
}

function isBusy(code: string): boolean {
  return code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')
}

function isDamage(code: string): boolean {
  return code.startsWith('SQLITE_CORRUPT')
}

function describe(code: string, path: string): string | null {
  if (code.startsWith('SQLITE_NOTADB')) {
    return `The file ${path} is not a Pithy library. It was left as it is. Choose another by --library PATH.`
  }
  if (isDamage(code)) {
    return (
      `The library ${path} is damaged. It was left as it is. "Recover" in Settings, or the command "pithy library recover", ` +
      'makes a new one of what can still be read; copies are in the folder "backups" beside it.'
    )
  }
  if (code.startsWith('SQLITE_FULL')) return `The disk of the library ${path} is full. Make room, then try again.`
  if (code.startsWith('SQLITE_READONLY')) {
    return `The library ${path} cannot be written: the file or its folder is read-only.`
  }
  if (code.startsWith('SQLITE_CANTOPEN')) {
    return `The library ${path} cannot be opened. Check that it is a file and that you may read and write it.`
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return `The disk of the library ${path} failed to read or write. Check the disk, then start Pithy again.`
  }
  if (isBusy(code)) return `Another process keeps the library ${path} busy. Try again when it is done.`
  return null
}
