import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../../shared/contract/errors.ts'
import { type FolderText, isTextPath } from '../../../shared/import/folder/folder-text.ts'
import { fileFault } from './file-fault.ts'

const MAX_FILES = 5000
const MAX_FILE_BYTES = 64_000_000
const MAX_BYTES = 256_000_000

/**
 * The text files of a folder and those below it. Links are not followed, so that nothing outside of it is read; what is no UTF-8 is left
 * out, as are folders that begin with "." and node_modules.
 *
 * @throws AppError `bad-input` when it cannot be read, or holds too much
 */
export async function readFolder(folder: string): Promise<readonly FolderText[]> {
  const files: FolderText[] = []
  let bytes = 0
  await walk('')
  return files

  async function walk(below: string): Promise<void> {
    const entries = await readdir(path.join(folder, below), { withFileTypes: true }).catch((cause: unknown) => {
      throw new AppError('bad-input', `The folder cannot be read: ${folder}: ${fileFault(cause)}.`, { cause })
    })
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
      const name = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory()) await walk(name)
      else if (entry.isFile() && isTextPath(entry.name)) await take(name)
    }
  }

  async function take(name: string): Promise<void> {
    const file = path.join(folder, name)
    const { size } = await stat(file)
    if (size > MAX_FILE_BYTES) return
    bytes += size
    if (files.length >= MAX_FILES || bytes > MAX_BYTES)
      throw new AppError(
        'bad-input',
        `The folder holds more than ${MAX_FILES} text files or ${MAX_BYTES / 1e6} MB of them: ${folder}. Choose the one of the configuration.`,
      )
    const text = decode(await readFile(file))
    if (text !== null) files.push({ path: name, text })
  }
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
