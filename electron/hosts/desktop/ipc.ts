import { BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron'
import { z } from 'zod'
import type { Reply } from '../../../shared/contract/client.ts'
import type { Dispatch } from '../../core/dispatch.ts'
import { appOrigin } from './app-scheme.ts'
import { desktopFacts, showFolder } from './desktop-facts.ts'
import { OfferedActions } from './menu.ts'
import type { OpenedFiles } from './opened-files.ts'
import { saveFile } from './save-file.ts'
import type { UpdateCheck } from './update-check.ts'

const CallId = z.string().min(1).max(100)
const RouteText = z.string().max(200)

export interface IpcOptions {
  readonly dispatch: Dispatch
  readonly devServer: string | null
  readonly libraryFolder: string
  readonly openedFiles: OpenedFiles
  readonly updates: UpdateCheck
  readonly onOffered: (actions: OfferedActions) => void
}

/** The channels by which the page asks: calls of the contract and their end, and what only the desktop can do. */
export function connectIpc({ dispatch, devServer, libraryFolder, openedFiles, updates, onOffered }: IpcOptions): void {
  const origin = devServer === null ? appOrigin : new URL(devServer).origin
  const running = new Map<string, AbortController>()

  handle('call', async (event, id, name, input): Promise<Reply> => {
    const key = `${event.sender.id}:${CallId.parse(id)}`
    const route = RouteText.parse(name)
    if (running.has(key)) throw new Error('This call is under way.')
    const abort = new AbortController()
    running.set(key, abort)
    try {
      return await dispatch(route, input, { signal: abort.signal })
    } finally {
      running.delete(key)
    }
  })
  handle('cancel', async (event, id) => running.get(`${event.sender.id}:${CallId.parse(id)}`)?.abort())
  handle('offer-actions', async (_event, actions) => onOffered(OfferedActions.parse(actions)))
  handle('take-file', async () => openedFiles.take())
  handle('facts', async () => desktopFacts(updates.outcome))
  handle('show-folder', async (_event, name) => showFolder(name, libraryFolder))
  handle('save-file', async (event, file) => saveFile(BrowserWindow.fromWebContents(event.sender), file))

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

/** Tells every window: an event of the contract, or `connection` when the core was away. */
export function tellWindows(name: string, payload: unknown): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send('event', name, payload)
}

/** Only the top frame of our own page; a frame that is gone, nested or of another origin is refused. */
function isOurPage({ senderFrame: frame }: IpcMainInvokeEvent, origin: string): boolean {
  if (!frame || frame.parent !== null || !URL.canParse(frame.url)) return false
  const url = new URL(frame.url)
  // Node gives addresses of a scheme of one's own the origin "null", hence protocol and host.
  return `${url.protocol}//${url.host}` === origin
}
