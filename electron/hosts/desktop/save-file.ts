import { open, rename, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { type BrowserWindow, dialog } from 'electron'
import { z } from 'zod'
import type { Reply } from '../../../shared/contract/client.ts'
import { AppError, toWireError } from '../../../shared/contract/errors.ts'

const FileToSave = z.object({
  fileName: z.string().min(1).max(200),
  /** Text, or base64 of bytes such as a picture. */
  body: z.string(),
  encoding: z.enum(['utf8', 'base64']),
})
type FileToSave = z.infer<typeof FileToSave>

/** Asks where to save; the reply's value is the path, or null when the user thought better of it. */
export async function saveFile(window: BrowserWindow | null, input: unknown): Promise<Reply> {
  try {
    const file = FileToSave.parse(input)
    if (!window) return { ok: true, value: null }
    // The page proposes a name, never a folder.
    const { filePath, canceled } = await dialog.showSaveDialog(window, { defaultPath: basename(file.fileName) })
    if (canceled || !filePath) return { ok: true, value: null }
    await replaceFile(filePath, file)
    return { ok: true, value: filePath }
  } catch (error) {
    return { ok: false, error: toWireError(error) }
  }
}

/** Writes beside it and renames, so that a full disk never leaves half a file where a whole one was. */
async function replaceFile(path: string, { body, encoding }: FileToSave): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    const handle = await open(temporary, 'w')
    try {
      await handle.writeFile(body, encoding)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, path)
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'
    throw new AppError('conflict', `The file ${path} could not be written (${reason}). Choose another place.`, {
      cause,
    })
  } finally {
    await rm(temporary, { force: true }).catch(() => {}) // the reason above matters more than what is left over
  }
}
