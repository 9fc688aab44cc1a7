import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  dialog,
  nativeTheme,
  type Rectangle,
  type Session,
  screen,
  type WebContents,
} from 'electron'
import { z } from 'zod'
import type { App } from '../../core/app.ts'
import { appOrigin } from './app-scheme.ts'

const WindowState = z.object({
  x: z.number().int().optional(),
  y: z.number().int().optional(),
  width: z.number().int().min(640),
  height: z.number().int().min(480),
  isMaximized: z.boolean(),
})
type WindowState = z.infer<typeof WindowState>

const FIRST_STATE: WindowState = { width: 1440, height: 900, isMaximized: false }

/** Opens the window where it last was; asks before it closes over running work. */
export function openWindow(session: Session, core: App, devServer: string | null): BrowserWindow {
  const state = readState()
  const window = new BrowserWindow({
    width: state.width,
    height: state.height,
    ...(state.x === undefined || state.y === undefined ? {} : { x: state.x, y: state.y }),
    minWidth: 880,
    minHeight: 560,
    show: false,
    title: 'Pithy',
    // The page's own background, so that nothing flashes before the first paint.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181c' : '#ffffff',
    autoHideMenuBar: true,
    webPreferences: {
      session,
      preload: join(import.meta.dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  })
  if (state.isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  let mayClose = false
  window.on('close', (event) => {
    saveState(window)
    if (mayClose) return
    event.preventDefault()
    void confirmClose(window, core).then((isConfirmed) => {
      mayClose = isConfirmed
      if (isConfirmed) window.close()
    })
  })
  void window.loadURL(devServer ?? `${appOrigin}/index.html`)
  return window
}

/** No page of ours navigates, opens windows or attaches webviews; whoever tries is refused, whatever the address. */
export function confineContents(contents: WebContents, devServer: string | null): void {
  function refuseForeign(event: { preventDefault: () => void }, url: string): void {
    if (devServer !== null && URL.canParse(url) && new URL(url).origin === new URL(devServer).origin) return
    event.preventDefault()
  }
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-navigate', (event) => refuseForeign(event, event.url))
  contents.on('will-frame-navigate', (event) => refuseForeign(event, event.url))
  contents.on('will-redirect', (event) => refuseForeign(event, event.url))
}

async function confirmClose(window: BrowserWindow, core: App): Promise<boolean> {
  const reply = await core.dispatch('jobs.list', { onlyRunning: true }, { signal: new AbortController().signal })
  const running = reply.ok && Array.isArray(reply.value) ? reply.value.length : 0
  if (running === 0) return true
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: running === 1 ? 'One run is still working.' : `${running} runs are still working.`,
    detail: 'Closing stops them. Every finished cell is kept, and you can resume with the missing ones.',
    buttons: ['Keep working', 'Stop and close'],
    defaultId: 0,
    cancelId: 0,
  })
  return response === 1
}

function stateFile(): string {
  return join(app.getPath('userData'), 'window.json')
}

function readState(): WindowState {
  try {
    const state = WindowState.parse(JSON.parse(readFileSync(stateFile(), 'utf8')))
    return isOnScreen(state) ? state : { ...FIRST_STATE, isMaximized: state.isMaximized }
  } catch {
    return FIRST_STATE // never saved, or not by us: the first state does no harm
  }
}

function isOnScreen(state: WindowState): boolean {
  if (state.x === undefined || state.y === undefined) return true
  const { x, y } = { x: state.x, y: state.y }
  return screen.getAllDisplays().some(({ workArea }) => contains(workArea, x + 40, y + 20))
}

function contains(area: Rectangle, x: number, y: number): boolean {
  return x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height
}

function saveState(window: BrowserWindow): void {
  const state: WindowState = { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
  try {
    writeFileSync(stateFile(), JSON.stringify(state))
  } catch {
    // A window that opens at its first size next time is no reason to keep this one from closing.
  }
}
