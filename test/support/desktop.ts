import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { describe, inject } from 'vitest'
import { type Client, createClient, type Reply } from '../../shared/contract/client.ts'

/** `describe` for tests in an Electron window: skipped, and named at the end of the run, where no runtime is to be had. */
export const describeInDesktop = describe.skipIf('missing' in inject('desktop'))

/** Far beyond what a busy machine needs. */
const PATIENCE_MS = 60_000

export interface Desktop {
  readonly electron: ElectronApplication
  readonly page: Page
  /** Errors and warnings of the page's console, uncaught errors, and violations of the content security policy. */
  readonly problems: readonly string[]
  /** Asks by `window.pithy`, as the interface does. */
  readonly client: Client
  /** Asks to close the window as a person does, and waits until the application has ended; may be called twice. */
  readonly close: () => Promise<{ readonly exitCode: number | null }>
}

/** Opens the built application on a library; the caller closes it. */
export async function openDesktop(
  libraryPath: string,
  env: Readonly<Record<string, string>> = {},
  more: readonly string[] = [],
): Promise<Desktop> {
  const { executable, args, environment } = desktopCommand(['--library', libraryPath, ...more], env)
  const hold = ['-r', path.join(import.meta.dirname, 'hold-ready.cjs')]
  const electron = await _electron.launch({ executablePath: executable, args: [...hold, ...args], env: environment })
  // Playwright forgets the process when it ends.
  const main = electron.process()
  const page = await electron.firstWindow()
  page.setDefaultTimeout(15_000)
  const problems: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(error.message))
  const transport = {
    send: (name: string, input: unknown) => callFromPage(page, crypto.randomUUID(), name, input),
    subscribe: () => () => {},
  }
  return { electron, page, problems, client: createClient(transport), close: () => closeDesktop(electron, main) }
}

/** What starts the application in the runtime that the set-up found, with arguments of its own. */
export function desktopCommand(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const desktop = inject('desktop')
  if ('missing' in desktop) throw new Error(`No Electron: ${desktop.missing}.`)
  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env
  const defined = Object.entries(inherited).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return {
    executable: desktop.executable,
    args: [...desktop.options, path.join(import.meta.dirname, '../..'), ...args],
    environment: { ...Object.fromEntries(defined), ...desktop.environment, ...env },
  }
}

/** Starts the application outside Playwright and waits until it ends by itself, or has said what is waited for. */
export async function runDesktop(args: readonly string[], until?: RegExp) {
  const { executable, args: all, environment } = desktopCommand(args)
  const child = spawn(executable, all, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  function read(bytes: Buffer): void {
    output += bytes.toString()
    if (until?.test(output)) child.kill('SIGKILL')
  }
  child.stdout.on('data', read)
  child.stderr.on('data', read)
  const [exitCode] = (await once(child, 'exit')) as [number | null]
  return { exitCode, output }
}

/** A raw call through the preload: arguments may be anything. */
export function callFromPage(page: Page, ...args: readonly unknown[]): Promise<Reply> {
  const reply = page.evaluate(
    (given) => (window as unknown as { pithy: { call: (...all: unknown[]) => Promise<Reply> } }).pithy.call(...given),
    [...args],
  )
  return within(PATIENCE_MS, reply, `the page did not answer the call ${String(args[1])}`)
}

async function closeDesktop(electron: ElectronApplication, main: ChildProcess): Promise<{ exitCode: number | null }> {
  if (main.exitCode !== null) return { exitCode: main.exitCode }
  const ended = once(main, 'exit') as Promise<[number | null]>
  const closing = electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) setImmediate(() => window.close())
  })
  await within(PATIENCE_MS, closing, 'the main process did not hear that its window is to be closed')
  const [exitCode] = await within(PATIENCE_MS, ended, 'the application did not end after its window was closed')
  return { exitCode }
}

/** Playwright waits for ever for an answer to `evaluate`; a test should say what it waited for. */
async function within<Value>(timeoutMs: number, work: Promise<Value>, failure: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`In ${timeoutMs / 1_000} s ${failure}.`)), timeoutMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
