// Finds the Electron runtime and says, where the desktop application cannot open, why not.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './find-node.mjs'

const electronPackage = path.join(root, 'node_modules', 'electron')
const failureMark = path.join(root, 'node_modules', '.cache', 'pithy', 'electron-download-failed')
const downloadLimitMs = 5 * 60_000
/** A blocked download can take a minute to fail; a start within this time does not try again. */
const retryAfterMs = 60 * 60_000

/** Why no window can open on this machine, before looking for the runtime; null when nothing speaks against it. */
export function desktopObstacle() {
  if (process.platform !== 'linux') return null
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return 'there is no display (DISPLAY and WAYLAND_DISPLAY are unset)'
  if (isRoot() && !mayDropSandbox()) return 'Electron does not start as root with its sandbox on'
  return null
}

/** Options that Electron needs here: none, except for root in tests, where Chromium's sandbox cannot work. */
export function electronOptions() {
  return process.platform === 'linux' && isRoot() && mayDropSandbox() ? ['--no-sandbox'] : []
}

/**
 * The runtime's executable, without downloading: ELECTRON_OVERRIDE_DIST_PATH, else the npm package's.
 *
 * @returns {{ executable: string } | { missing: string, isFinal: boolean }} `isFinal`: a download would not help
 */
export function locateElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) {
    const executable = path.join(override, executableInDist())
    if (existsSync(executable)) return { executable }
    return { missing: `ELECTRON_OVERRIDE_DIST_PATH is set, but there is no ${executable}`, isFinal: true }
  }
  const executable = path.join(electronPackage, 'dist', executableInDist())
  if (isUnpacked() && existsSync(executable)) return { executable }
  return { missing: 'the Electron runtime is not downloaded', isFinal: false }
}

/** The same, downloading the runtime when it is missing: the npm package `electron` leaves that to its first use. */
export function obtainElectron(node) {
  const located = locateElectron()
  if (located.executable || located.isFinal) return located
  const failedAt = lastFailure()
  if (failedAt !== null) {
    const time = failedAt.toTimeString().slice(0, 5)
    return {
      missing: `the Electron runtime could not be downloaded (last tried at ${time}; "npx install-electron" tries again)`,
    }
  }
  console.error('pithy: downloading the Electron runtime (once, about 120 MB)')
  const result = spawnSync(node, [path.join(electronPackage, 'install.js')], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: downloadLimitMs,
  })
  const now = locateElectron()
  if (now.executable) return now
  mkdirSync(path.dirname(failureMark), { recursive: true })
  writeFileSync(failureMark, '')
  const reason = result.error?.code === 'ETIMEDOUT' ? 'no end after 5 minutes' : firstLine(result.stderr)
  return { missing: `the Electron runtime could not be downloaded (${reason})` }
}

function lastFailure() {
  if (!existsSync(failureMark)) return null
  const { mtime } = statSync(failureMark)
  if (Date.now() - mtime.getTime() < retryAfterMs) return mtime
  rmSync(failureMark)
  return null
}

/** An interrupted download leaves a folder without its version file, or one of another version. */
function isUnpacked() {
  const { version } = JSON.parse(readFileSync(path.join(electronPackage, 'package.json'), 'utf8'))
  const versionFile = path.join(electronPackage, 'dist', 'version')
  return existsSync(versionFile) && readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') === version
}

function executableInDist() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}

function firstLine(text) {
  return (
    (text ?? '')
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim()
      .slice(0, 120) ?? 'unknown reason'
  )
}

function isRoot() {
  return process.getuid?.() === 0
}

function mayDropSandbox() {
  return process.env.PITHY_ALLOW_NO_SANDBOX === '1'
}
