import { dirname, join } from 'node:path'
import { app, BrowserWindow, dialog, type Session, session } from 'electron'
import { toWireError } from '../../../shared/contract/errors.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { Settings } from '../../../shared/domain/settings.ts'
import { libraryPath } from '../../core/platform/library-path.ts'
import { rendererFiles } from '../../core/platform/renderer-files.ts'
import type { Repair } from '../../core/store/library/repair-library.ts'
import { registerAppScheme, serveApp } from './app-scheme.ts'
import { DesktopCore } from './desktop-core.ts'
import { keepCrashReports } from './desktop-facts.ts'
import { forkCore } from './fork-core.ts'
import { rememberGraphics } from './graphics-memory.ts'
import { connectIpc, tellWindows } from './ipc.ts'
import { libraryOption } from './library-option.ts'
import { confineContents, confineSession } from './lock-down.ts'
import { type OfferedActions, setMenu } from './menu.ts'
import { offerRepair, tellRepaired } from './offer-repair.ts'
import { bundlePaths, OpenedFiles } from './opened-files.ts'
import { desktopSecrets } from './secrets.ts'
import { UpdateCheck } from './update-check.ts'
import { watchJobs } from './watch-jobs.ts'
import { openWindow, tellRestart } from './window.ts'

/** Only in a clone: the address of Vite's server, for hot reload. */
const devServer = app.isPackaged ? null : (process.env.PITHY_DEV_SERVER ?? null)

registerAppScheme()
// As root (containers, tests) Chromium's sandbox cannot work: forcing it on would restart its processes without end.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
app.on('session-created', (created) => confineSession(created, devServer))
app.on('web-contents-created', (_event, contents) => confineContents(contents, devServer))

// Not awaited: Electron becomes ready only when this module has ended.
start().catch((error: unknown) => giveUp('Pithy cannot start', error))

function giveUp(title: string, error: unknown): void {
  const wire = toWireError(error)
  const message = wire.code === 'internal' && error instanceof Error ? error.message : wire.message
  console.error(message)
  dialog.showErrorBox(title, message)
  app.exit(1)
}

async function start(): Promise<void> {
  const library = libraryPath(libraryOption(process.argv.slice(1)))
  // Window state, keys and the single-instance lock belong to the library, so that two libraries can be open at once.
  app.setPath('userData', `${library}.desktop`)
  if (!app.requestSingleInstanceLock()) return app.exit(0)
  const onWindow = rememberGraphics(app.getPath('userData'), Date.now())
  const act = (id: string) => tellWindows('action', id)
  const openedFiles = new OpenedFiles((path) => {
    app.addRecentDocument(path)
    act('opened-file')
  })
  for (const path of bundlePaths(process.argv.slice(1), process.cwd())) openedFiles.add(path)
  // macOS tells it so; the other systems by arguments, those of a second start included.
  app.on('open-file', (event, path) => {
    event.preventDefault()
    openedFiles.add(path)
  })
  app.on('second-instance', (_event, args, folder) => {
    for (const path of bundlePaths(args.slice(1), folder)) openedFiles.add(path)
  })
  keepCrashReports()
  await app.whenReady()
  const readSettings = async () => {
    const reply = await core.dispatch('settings.get', {}, { signal: new AbortController().signal })
    return reply.ok ? Settings.parse(reply.value) : null
  }
  const jobs = watchJobs(async () => (await readSettings())?.notifiesRunEnd ?? false)
  const updates = new UpdateCheck()
  const core: DesktopCore = new DesktopCore({
    libraryPath: library,
    secrets: desktopSecrets(app.getPath('userData')),
    fork: forkCore,
    onEvent(name, payload) {
      tellWindows(name, payload)
      // The core sends what the contract says of each event.
      if (name === 'job.changed') jobs.onJob(payload as JobSnapshot)
    },
    onRestart() {
      jobs.forget()
      onRestart()
    },
    onGiveUp: (error) => giveUp('Pithy cannot go on', error),
  })
  // Before the window: its process starts beside those of the page, which needs its answers to draw.
  const opened = core.start()
  const partition = session.fromPartition('persist:pithy', { cache: false })
  serveApp(partition, rendererFiles(join(import.meta.dirname, '../renderer')))
  connectIpc({
    dispatch: core.dispatch,
    devServer,
    libraryFolder: dirname(library),
    openedFiles,
    updates,
    onOffered(actions) {
      setMenu(actions, act)
      tellStart(actions)
    },
  })
  setMenu([], act)
  show(core, partition, onWindow)
  await opened.catch((error: unknown) => repairAndStart(core, library, error))
  updates.lookLater(readSettings)
}

/** Asks until the library opens, or the user ends Pithy. */
async function repairAndStart(core: DesktopCore, library: string, error: unknown): Promise<void> {
  let failure = error
  const tried = new Set<Repair['kind']>()
  for (;;) {
    const repair = await offerRepair(failure, { libraryPath: library, tried })
    if (repair === null) return app.exit(1)
    tried.add(repair.kind)
    try {
      const done = await core.start(repair)
      // The page was told that the library could not be opened.
      onReopened()
      return await tellRepaired(done ?? '')
    } catch (again) {
      failure = again
    }
  }
}

/** For measurements: says once, where it is asked to, when the prompt that was last worked on could be run. */
function tellStart(actions: OfferedActions): void {
  if (process.env.PITHY_TELL_START !== '1' || !actions.some(({ id }) => id === 'run')) return
  delete process.env.PITHY_TELL_START
  const ms = Date.now() - (process.getCreationTime() ?? Date.now())
  console.log(`pithy: usable after ${Math.round(ms)} ms at ${BrowserWindow.getAllWindows()[0]?.webContents.getURL()}`)
}

/** Pages may have missed events: they read everything again, as after a lost connection. */
function onReopened(): void {
  tellWindows('connection', 'lost')
  tellWindows('connection', 'open')
}

function onRestart(): void {
  onReopened()
  const [window] = BrowserWindow.getAllWindows()
  if (window) void tellRestart(window)
}

function show(core: DesktopCore, partition: Session, onWindow: (window: BrowserWindow) => void): void {
  let window = openWindow(partition, core.dispatch, devServer)
  onWindow(window)
  app.on('second-instance', () => {
    if (window.isDestroyed()) return
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('activate', () => {
    if (window.isDestroyed()) window = openWindow(partition, core.dispatch, devServer)
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  let isClosed = false
  app.on('will-quit', (event) => {
    if (isClosed) return
    event.preventDefault()
    void core
      .close()
      .catch((error: unknown) => console.error(error))
      .finally(() => {
        isClosed = true
        // Until this event has returned, Electron believes the first quit under way and ignores another.
        setImmediate(() => app.quit())
      })
  })
}
