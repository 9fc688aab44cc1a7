import { readFile } from 'node:fs/promises'
import { AppError } from '../../../shared/contract/errors.ts'
import { fileFault } from './file-fault.ts'
import { markedEncoding } from './table-pieces.ts'

/**
 * A text file in UTF-8, or in UTF-16 where its byte order mark says so, without that mark.
 *
 * @param what how a message names the file: "The plan"
 * @throws AppError `bad-input` when it cannot be read, or is neither: read as such, it would reach the model garbled
 */
export async function readTextFile(path: string, what: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new AppError('bad-input', `${what} cannot be read: ${path}: ${fileFault(cause)}.`, { cause })
  })
  try {
    const text = new TextDecoder(markedEncoding(bytes), { fatal: true }).decode(bytes)
    if (!text.includes('\0')) return text
  } catch {
    // Told below, as for NUL bytes, which UTF-16 without a mark is full of.
  }
  throw new AppError('bad-input', `${what} is not text in UTF-8: ${path}. Save it as UTF-8 and try again.`)
}
