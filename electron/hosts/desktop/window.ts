import { join } from 'node:path'
import { app, BrowserWindow, dialog, nativeTheme, type Session } from 'electron'
import type { Dispatch } from '../../core/dispatch.ts'
import { appOrigin } from './app-scheme.ts'
import { readWindowState, saveWindowState } from './window-state.ts'

/** Chromium's code for a navigation that was given up, as every refused one is. */
const ABORTED = -3

/** How long a page or a core that does not answer keeps a window from closing. */
const PAGE_WAIT_MS = 5000

/** Opens the window where it last was; asks before it closes over running work. */
export function openWindow(session: Session, dispatch: Dispatch, devServer: string | null): BrowserWindow {
  const { x, y, width, height, isMaximized } = readWindowState()
  const window = new BrowserWindow({
    width,
    height,
    ...(x === undefined || y === undefined ? {} : { x, y }),
    minWidth: 880,
    minHeight: 560,
    show: false,
    title: 'Pithy',
    // --bg-app of renderer/theme/tokens.css, so that nothing flashes before the first paint.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181c' : '#f2f3f5',
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
  if (isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  askBeforeClosing(window, dispatch)
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && !window.isDestroyed()) void offerReload(window)
  })
  keepAtHome(window, devServer ?? `${appOrigin}/index.html`)
  return window
}

/** Electron asks nobody before an empty page (about:blank, a blob that is gone) replaces ours: ours is loaded again. */
function keepAtHome({ webContents }: BrowserWindow, home: string): void {
  // Loading from inside the event would be taken for a part of the navigation that just ended.
  const goHome = () => setImmediate(() => !webContents.isDestroyed() && void webContents.loadURL(home))
  webContents.on('did-navigate', (_event, url) => {
    if (URL.parse(url)?.host !== new URL(home).host) goHome()
  })
  webContents.on('did-fail-load', (_event, code, _reason, url, isMainFrame) => {
    if (isMainFrame && code !== ABORTED && url !== home) goHome()
  })
  void webContents.loadURL(home)
}

function askBeforeClosing(window: BrowserWindow, dispatch: Dispatch): void {
  let isQuitting = false
  let isAsking = false
  let mayClose = false
  const onQuit = () => {
    isQuitting = true
  }
  app.on('before-quit', onQuit)
  window.once('closed', () => app.off('before-quit', onQuit))
  window.on('close', (event) => {
    saveWindowState(window)
    if (mayClose) return
    event.preventDefault()
    if (isAsking) return
    isAsking = true
    void confirmClose(window, dispatch).then((isConfirmed) => {
      isAsking = false
      mayClose = isConfirmed
      if (isConfirmed) closeForSure(window)
      // Electron leaves a quit that is under way only after this event: asked again before that, it does nothing.
      if (isConfirmed) setImmediate(isQuitting ? () => app.quit() : () => window.close())
      isQuitting = false
    })
  })
}

/** A page that hangs never answers whether it may be closed, and would keep the window open for ever. */
function closeForSure(window: BrowserWindow): void {
  const timer = setTimeout(() => window.destroy(), PAGE_WAIT_MS)
  window.once('closed', () => clearTimeout(timer))
}

async function confirmClose(window: BrowserWindow, dispatch: Dispatch): Promise<boolean> {
  const running = await countRunningJobs(dispatch)
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

/** None when the library could not be opened (start() tells the user of that), and when the core does not answer. */
async function countRunningJobs(dispatch: Dispatch): Promise<number> {
  const signal = AbortSignal.timeout(PAGE_WAIT_MS)
  const late = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true }))
  const reply = await Promise.race([dispatch('jobs.list', { onlyRunning: true }, { signal }), late])
  return reply?.ok && Array.isArray(reply.value) ? reply.value.length : 0
}

/** The core's process ended by itself and was started again. */
export async function tellRestart(window: BrowserWindow): Promise<void> {
  if (window.isDestroyed()) return
  await dialog.showMessageBox(window, {
    type: 'error',
    message: "Pithy's engine stopped and was started again.",
    detail: 'Everything that was saved is kept. Runs that were under way are interrupted: resume them to go on.',
    buttons: ['Continue'],
  })
}

async function offerReload(window: BrowserWindow): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The window stopped working.',
    detail: 'Everything that was saved is kept, and runs go on. Reload the window to continue.',
    buttons: ['Reload', 'Close'],
    defaultId: 0,
    cancelId: 1,
  })
  if (window.isDestroyed()) return
  if (response === 0) window.reload()
  else window.close()
}
