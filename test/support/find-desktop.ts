import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import type { Readable } from 'node:stream'
import { electronOptions, locateElectron } from '../../scripts/find-electron.mjs'
import type { Missing } from './find-browser.ts'

export interface FoundDesktop {
  readonly executable: string
  readonly options: readonly string[]
  /** Added to the application's environment. */
  readonly environment: Readonly<Record<string, string>>
}

/** An Electron runtime and a display to open its windows on; `close` ends what was started for it. */
export async function findDesktop(): Promise<{ desktop: FoundDesktop | Missing; close: () => void }> {
  const nothing = () => {}
  const electron = locateElectron()
  if ('missing' in electron) return { desktop: { missing: electron.missing }, close: nothing }
  const { executable } = electron
  const bindingProblem = findBindingProblem(executable)
  if (bindingProblem !== null) return { desktop: { missing: bindingProblem }, close: nothing }
  // Chromium's sandbox does not work for root, which is what tests in a container are.
  if (process.getuid?.() === 0) process.env.PITHY_ALLOW_NO_SANDBOX = '1'
  const options = electronOptions()
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) {
    return { desktop: { executable, options, environment: {} }, close: nothing }
  }
  const virtual = await startVirtualDisplay()
  if (virtual === null)
    return { desktop: { missing: 'there is no display, and Xvfb is not installed' }, close: nothing }
  const environment = { DISPLAY: virtual.display }
  return { desktop: { executable, options, environment }, close: () => virtual.server.kill() }
}

/** An old runtime crashes on better-sqlite3's own binary and needs one made for it; see .ci/run. */
function findBindingProblem(executable: string): string | null {
  if (process.env.PITHY_SQLITE_BINDING) return null
  const environment = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const result = spawnSync(executable, ['-p', 'process.versions.napi'], { env: environment, encoding: 'utf8' })
  if (result.status !== 0)
    return `${executable} does not start: ${result.stderr?.trim().split('\n')[0] ?? result.error}`
  if (Number(result.stdout) >= 10) return null
  return `this Electron runtime is too old for better-sqlite3 (Node-API ${result.stdout.trim()}) and PITHY_SQLITE_BINDING is not set`
}

async function startVirtualDisplay(): Promise<{ server: ChildProcess; display: string } | null> {
  const stdio = ['ignore', 'ignore', 'ignore', 'pipe'] as const
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: [...stdio],
  })
  const chosen = server.stdio[3] as Readable
  const number = await new Promise<string | null>((resolve) => {
    chosen.on('data', (bytes) => resolve(String(bytes).trim()))
    server.on('error', () => resolve(null))
    server.on('exit', () => resolve(null))
  })
  return number === null ? null : { server, display: `:${number}` }
}
