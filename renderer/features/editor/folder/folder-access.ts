import { AppError } from '../../../../shared/contract/errors.ts'
import { isPromptFile, type PromptFile } from '../../../../shared/import/folder/plan-folder.ts'

/** What lib.dom lacks: https://wicg.github.io/file-system-access/ (2026-11). */
interface Permissions {
  queryPermission?: (wish: { readonly mode: 'read' | 'readwrite' }) => Promise<PermissionState>
  requestPermission?: (wish: { readonly mode: 'read' | 'readwrite' }) => Promise<PermissionState>
}
export type Folder = FileSystemDirectoryHandle & Permissions

declare global {
  interface Window {
    readonly showDirectoryPicker?: (wish: { readonly id: string; readonly mode: 'read' }) => Promise<Folder>
  }
}

const MAX_FILES = 1000
const MAX_DEPTH = 8
/** As a prompt of 4 million characters. */
const MAX_FILE_BYTES = 12_000_000

/** Asks for a folder, to read; null when the user thought better of it, or where the browser has no such thing. */
export async function chooseFolder(): Promise<Folder | null> {
  if (!window.showDirectoryPicker)
    throw new AppError(
      'conflict',
      'This browser cannot open folders. Use Chromium, the desktop, or "pithy import FOLDER".',
    )
  try {
    return await window.showDirectoryPicker({ id: 'pithy-prompts', mode: 'read' })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null
    throw error
  }
}

/** Whether the folder may be used; with `isAsked`, the browser asks the user where it must. */
export async function mayUse(folder: Folder, mode: 'read' | 'readwrite', isAsked: boolean): Promise<boolean> {
  const known = (await folder.queryPermission?.({ mode })) ?? 'granted'
  if (known !== 'prompt' || !isAsked) return known === 'granted'
  return (await folder.requestPermission?.({ mode })) === 'granted'
}

interface Seen extends PromptFile {
  readonly stamp: string
}

/** Reads a folder again and again, each file only when it changed. */
export class FolderReader {
  #seen = new Map<string, Seen>()

  /** @returns the prompt files, and whether anything is other than at the last reading */
  async read(folder: Folder): Promise<{ readonly files: readonly PromptFile[]; readonly isChanged: boolean }> {
    const before = this.#seen
    const now = new Map<string, Seen>()
    await this.#walk(folder, '', 0, now)
    this.#seen = now
    const isChanged =
      now.size !== before.size || [...now].some(([path, { stamp }]) => before.get(path)?.stamp !== stamp)
    return { files: [...now.values()], isChanged }
  }

  async #walk(folder: Folder, below: string, depth: number, found: Map<string, Seen>): Promise<void> {
    for await (const [name, handle] of folder.entries()) {
      const path = `${below}${name}`
      if (handle.kind === 'directory') {
        if (depth < MAX_DEPTH && !name.startsWith('.') && name !== 'node_modules')
          // What entries() gives for a directory is its handle.
          await this.#walk(handle as Folder, `${path}/`, depth + 1, found)
      } else if (isPromptFile(path) && found.size < MAX_FILES) {
        const seen = await this.#readFile(handle as FileSystemFileHandle, path)
        if (seen) found.set(path, seen)
      }
    }
  }

  /** Null for one that is gone, too large, or no text. */
  async #readFile(handle: FileSystemFileHandle, path: string): Promise<Seen | null> {
    try {
      const file = await handle.getFile()
      const stamp = `${file.lastModified} ${file.size}`
      const known = this.#seen.get(path)
      if (known?.stamp === stamp) return known
      if (file.size > MAX_FILE_BYTES) return null
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
      return { path, text, stamp }
    } catch {
      return null
    }
  }
}

/**
 * Writes a file of the folder, unless it says something else than when it was looked at.
 *
 * @throws AppError `conflict` when it was changed meanwhile, or may not be written
 */
export async function writeFile(folder: Folder, { path, text }: PromptFile, written: string): Promise<void> {
  if (!(await mayUse(folder, 'readwrite', true)))
    throw new AppError('conflict', `${path} was not written: the browser was not allowed to.`)
  const parts = path.split('/')
  let place: FileSystemDirectoryHandle = folder
  for (const part of parts.slice(0, -1)) place = await place.getDirectoryHandle(part)
  const handle = await place.getFileHandle(parts.at(-1) ?? '')
  const now = new TextDecoder().decode(await (await handle.getFile()).arrayBuffer())
  // The decoder takes a byte order mark away, as it did when the file was read.
  if (now !== text) throw new AppError('conflict', `${path} was changed meanwhile, so it was not written. Look again.`)
  const writable = await handle.createWritable()
  await writable.write(written)
  await writable.close()
}
