import { rename, rm, writeFile } from 'node:fs/promises'
import { BrowserWindow, dialog, type IpcMainInvokeEvent, ipcMain, webContents } from 'electron'
import { z } from 'zod'
import type { Reply } from '../../../shared/contract/client.ts'
import { type EventName, events } from '../../../shared/contract/routes.ts'
import type { App } from '../../core/app.ts'
import { appOrigin } from './app-scheme.ts'

const CallId = z.string().min(1).max(100)
const SaveFile = z.object({
  fileName: z.string().min(1).max(200),
  /** Text, or base64 of bytes such as a picture. */
  body: z.string(),
  encoding: z.enum(['utf8', 'base64']),
})

/** The three channels of the contract, and one for saving a file: all that the page can ask of the main process. */
export function connectIpc(core: App, devServer: string | null): void {
  const origin = devServer === null ? appOrigin : new URL(devServer).origin
  const running = new Map<string, AbortController>()

  handle('call', async (event, id, name, input): Promise<Reply> => {
    const key = `${event.sender.id}:${CallId.parse(id)}`
    const abort = new AbortController()
    running.set(key, abort)
    try {
      return await core.dispatch(z.string().parse(name), input, { signal: abort.signal })
    } finally {
      running.delete(key)
    }
  })
  handle('cancel', async (event, id) => running.get(`${event.sender.id}:${CallId.parse(id)}`)?.abort())
  handle('save-file', async (event, file) => saveFile(event, SaveFile.parse(file)))

  for (const name of Object.keys(events) as EventName[]) {
    core.events.subscribe(name, (payload) => {
      for (const contents of webContents.getAllWebContents()) {
        if (!contents.isDestroyed()) contents.send('event', name, payload)
      }
    })
  }

  function handle(
    channel: string,
    listener: (event: IpcMainInvokeEvent, ...args: unknown[]) => Promise<unknown>,
  ): void {
    ipcMain.handle(channel, (event, ...args: unknown[]) => {
      if (!isOurPage(event, origin)) throw new Error('Refused.')
      return listener(event, ...args)
    })
  }
}

/** Only the top frame of our own page; a frame that is gone, nested or of another origin is refused. */
function isOurPage(event: IpcMainInvokeEvent, origin: string): boolean {
  const frame = event.senderFrame
  if (!frame || frame.parent !== null || !URL.canParse(frame.url)) return false
  const url = new URL(frame.url)
  // Chromium gives custom schemes the origin "null" in URL.origin outside the page, hence protocol and host.
  return `${url.protocol}//${url.host}` === origin
}

/** Asks where, then writes beside it and renames, so that a full disk never leaves half a file. */
async function saveFile(event: IpcMainInvokeEvent, file: z.infer<typeof SaveFile>): Promise<string | null> {
  const window = BrowserWindow.fromWebContents(event.sender)
  if (!window) return null
  const { filePath, canceled } = await dialog.showSaveDialog(window, { defaultPath: file.fileName })
  if (canceled || !filePath) return null
  const temporary = `${filePath}.${process.pid}.tmp`
  try {
    await writeFile(temporary, file.body, file.encoding)
    await rename(temporary, filePath)
  } finally {
    await rm(temporary, { force: true })
  }
  return filePath
}
