import { join } from 'node:path'
import { utilityProcess } from 'electron'
import type { CoreProcess } from './desktop-core.ts'

/** Starts the core's process: see coreOptions (scripts/find-node.mjs) for what the flags are for. */
export function forkCore(): CoreProcess {
  const child = utilityProcess.fork(join(import.meta.dirname, 'core-process.js'), [], {
    serviceName: 'Pithy core',
    // Electron hears V8's flags only in this form (tried on 33).
    execArgv: ['--js-flags=--max-semi-space-size=8 --heap-growing-percent=60'],
    stdio: 'inherit',
  })
  // Told before the exit when V8 gives up; without a listener it would end the main process as well.
  child.on('error', () => undefined)
  return {
    post: (message) => child.postMessage(message),
    listen: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    end: () => void child.kill(),
  }
}
