import path from 'node:path'
import { _electron, type ElectronApplication } from 'playwright-core'
import { describe, inject } from 'vitest'

/** `describe` for tests in an Electron window: skipped, and named at the end of the run, where no runtime is to be had. */
export const describeInDesktop = describe.skipIf('missing' in inject('desktop'))

interface LaunchOptions {
  /** Arguments of the application, such as `--library PATH`. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** Opens the built desktop application in the runtime that the set-up found; the caller closes it. */
export function launchDesktop({ args = [], env = {} }: LaunchOptions = {}): Promise<ElectronApplication> {
  const desktop = inject('desktop')
  if ('missing' in desktop) throw new Error(`No Electron: ${desktop.missing}.`)
  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env
  const defined = Object.entries(inherited).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return _electron.launch({
    executablePath: desktop.executable,
    args: [...desktop.options, path.join(import.meta.dirname, '../..'), ...args],
    env: { ...Object.fromEntries(defined), ...desktop.environment, ...env },
  })
}
