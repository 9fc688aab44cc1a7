import { join } from 'node:path'
import { app, dialog, type Session, session } from 'electron'
import { toWireError } from '../../../shared/contract/errors.ts'
import type { App } from '../../core/app.ts'
import { libraryPath } from '../../core/platform/library-path.ts'
import { rendererFiles } from '../../core/platform/renderer-files.ts'
import { registerAppScheme, serveApp } from './app-scheme.ts'
import { connectIpc, forwardEvents } from './ipc.ts'
import { libraryOption } from './library-option.ts'
import { confineContents, confineSession } from './lock-down.ts'
import { setMenu } from './menu.ts'
import { openWindow } from './window.ts'

/** Only in a clone: the address of Vite's server, for hot reload. */
const devServer = app.isPackaged ? null : (process.env.PITHY_DEV_SERVER ?? null)

const PAGE_WAIT_MS = 2000

registerAppScheme()
// As root (containers, tests) Chromium's sandbox cannot work: forcing it on would restart its processes without end.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
app.on('session-created', (created) => confineSession(created, devServer))
app.on('web-contents-created', (_event, contents) => confineContents(contents, devServer))

// Not awaited: Electron becomes ready only when this module has ended.
start().catch((error: unknown) => {
  const wire = toWireError(error)
  const message = wire.code === 'internal' && error instanceof Error ? error.message : wire.message
  console.error(message)
  dialog.showErrorBox('Pithy cannot start', message)
  app.exit(1)
})

async function start(): Promise<void> {
  const library = libraryPath(libraryOption(process.argv.slice(1)))
  // Window state, keys and the single-instance lock belong to the library, so that two libraries can be open at once.
  app.setPath('userData', `${library}.desktop`)
  if (!app.requestSingleInstanceLock()) return app.exit(0)
  await app.whenReady()
  const partition = session.fromPartition('persist:pithy', { cache: false })
  serveApp(partition, rendererFiles(join(import.meta.dirname, '../renderer')))
  const core = pageLoaded().then(() => openCore(library))
  connectIpc(core, devServer)
  setMenu()
  show(core, partition)
  forwardEvents(await core)
}

/**
 * The page comes first: this thread hands out its files, and opening the library meanwhile would delay the first paint by
 * 0.2 s (measured). What the page asks waits for the core. A page that does not load may not keep the library closed.
 */
function pageLoaded(): Promise<void> {
  return new Promise((resolve) => {
    app.once('web-contents-created', (_event, contents) => contents.once('dom-ready', () => resolve()))
    setTimeout(resolve, PAGE_WAIT_MS)
  })
}

async function openCore(library: string): Promise<App> {
  const [{ createApp }, { nodePorts }, { desktopSecrets }] = await Promise.all([
    import('../../core/app.ts'),
    import('../../core/platform/node-ports.ts'),
    import('./secrets.ts'),
  ])
  return createApp(nodePorts('desktop', library, await desktopSecrets(app.getPath('userData'))))
}

function show(core: Promise<App>, partition: Session): void {
  let window = openWindow(partition, core, devServer)
  app.on('second-instance', () => {
    if (window.isDestroyed()) return
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('activate', () => {
    if (window.isDestroyed()) window = openWindow(partition, core, devServer)
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  let isClosed = false
  app.on('will-quit', (event) => {
    if (isClosed) return
    event.preventDefault()
    void core
      .then((opened) => opened.close())
      .catch((error: unknown) => console.error(error))
      .finally(() => {
        isClosed = true
        // Until this event has returned, Electron believes the first quit under way and ignores another.
        setImmediate(() => app.quit())
      })
  })
}
