import { AppError } from '../../../shared/contract/errors.ts'
import { type FolderText, isTextPath } from '../../../shared/import/folder/folder-text.ts'

const MAX_FILES = 2000
const MAX_BYTES = 60_000_000

interface Found {
  readonly path: string
  readonly file: File
}

/** The files of a drop, those of its folders too, by their path in it. Must be asked while the drop is handled: entries are gone afterwards. */
export function entriesOf(transfer: DataTransfer): () => Promise<readonly Found[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  const files = [...transfer.files].map((file) => ({ path: file.name, file }))
  return async () => {
    if (entries.length === 0) return files
    const found: Found[] = []
    for (const entry of entries) await walk(entry, '', entries.length === 1, found)
    return found
  }
}

/** Files of a chosen folder, whose paths begin with its name. */
export function chosenFiles(files: FileList): readonly Found[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath.replace(/^[^/]*\//, '') || file.name, file }))
}

/** The texts among them. @throws AppError `bad-input` when there is none, or too much */
export async function readTexts(found: readonly Found[]): Promise<readonly FolderText[]> {
  const texts = found.filter(({ path }) => isTextPath(path) && !/(?:^|\/)(?:\.|node_modules\/)/.test(path))
  const bytes = texts.reduce((sum, { file }) => sum + file.size, 0)
  if (texts.length === 0) throw new AppError('bad-input', 'There is no text file among what was dropped.')
  if (texts.length > MAX_FILES || bytes > MAX_BYTES)
    throw new AppError(
      'bad-input',
      `That is more than ${MAX_FILES.toLocaleString('en-US')} text files or ${MAX_BYTES / 1e6} MB of them. Drop the folder of the configuration only, or use "pithy import".`,
    )
  const read = await Promise.all(texts.map(async ({ path, file }) => ({ path, text: await readText(file) })))
  return read.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]))
}

/** Null = no UTF-8: left out, as a picture with a text's name is. */
async function readText(file: File): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
  } catch {
    return null
  }
}

async function walk(entry: FileSystemEntry, below: string, isOnly: boolean, found: Found[]): Promise<void> {
  if (found.length > MAX_FILES * 10) return
  const path = below === '' ? entry.name : `${below}/${entry.name}`
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)) // isFile says so
    found.push({ path, file })
    return
  }
  if (entry.name === 'node_modules' || entry.name.startsWith('.')) return
  // What is dropped alone is the folder that paths are relative to.
  const within = isOnly && below === '' ? '' : path
  const reader = (entry as FileSystemDirectoryEntry).createReader() // what is no file is a folder
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (batch.length === 0) return
    for (const one of batch) await walk(one, within, false, found)
  }
}
