import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, crashReporter, shell } from 'electron'
import { z } from 'zod'

export const FolderName = z.enum(['library', 'crashes', 'logs'])

/** Reports of crashes are written beside the library's own files, and are sent nowhere. Must run before Electron is ready. */
export function keepCrashReports(): void {
  app.setPath('crashDumps', crashFolder())
  crashReporter.start({ uploadToServer: false, compress: false })
}

/** What the page shows about this program. */
export function desktopFacts(updateOutcome: string | null) {
  const { electron, chrome, node } = process.versions
  return {
    electron,
    chrome,
    node,
    crashFolder: crashFolder(),
    crashes: countCrashes(),
    updateAddress: __UPDATE_ADDRESS__,
    updateOutcome,
  }
}

/** Opens one of our own folders in the system's file manager; no path ever comes from the page. */
export async function showFolder(name: unknown, libraryFolder: string): Promise<void> {
  const folders = { library: libraryFolder, logs: join(libraryFolder, 'logs'), crashes: crashFolder() }
  const folder = folders[FolderName.parse(name)]
  mkdirSync(folder, { recursive: true })
  await shell.openPath(folder)
}

function crashFolder(): string {
  return join(app.getPath('userData'), 'crashes')
}

function countCrashes(): number {
  try {
    return readdirSync(crashFolder(), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.dmp'))
      .length
  } catch {
    return 0 // nothing ever crashed
  }
}
