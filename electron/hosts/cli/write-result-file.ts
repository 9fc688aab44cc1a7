import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { AppError } from '../../../shared/contract/errors.ts'
import { fileFault } from './file-fault.ts'

/** Writes a file that the user named, and makes its folder. @throws AppError `bad-input` with the path and the reason */
export async function writeResultFile(path: string, body: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(resolve(path)), { recursive: true })
    await writeFile(path, body)
  } catch (cause) {
    throw new AppError('bad-input', `${path} cannot be written: ${fileFault(cause)}.`, { cause })
  }
}

/** The same part by part; what was there stays until the last part is written. @throws AppError `bad-input` as above */
export async function replaceResultFile(path: string, parts: AsyncIterable<Uint8Array>): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    await mkdir(dirname(resolve(path)), { recursive: true })
    await writeFile(temporary, parts)
    await rename(temporary, path)
  } catch (cause) {
    await rm(temporary, { force: true })
    if (cause instanceof AppError) throw cause
    throw new AppError('bad-input', `${path} cannot be written: ${fileFault(cause)}.`, { cause })
  }
}

/**
 * Finds out whether a file can be written later, before anything is paid for; a file that is there stays as it is.
 *
 * @throws AppError `bad-input` with the path and the reason
 */
export async function checkResultFile(path: string): Promise<void> {
  try {
    await mkdir(dirname(resolve(path)), { recursive: true })
    const isNew = (await stat(path).catch(() => null)) === null
    if (!isNew) await (await open(path, 'r+')).close()
  } catch (cause) {
    throw new AppError('bad-input', `${path} cannot be written: ${fileFault(cause)}.`, { cause })
  }
}
