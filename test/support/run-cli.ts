import { spawn } from 'node:child_process'
import path from 'node:path'

export interface CliResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>
  /** The reader goes before anything is written, as `head` may do. */
  readonly isStdoutClosed?: boolean
  /** Called with all of stderr so far, whenever more arrives; gets a way to send a signal. */
  readonly onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void
}

const root = path.join(import.meta.dirname, '../..')

/** Runs the built command line as its own process, in the root of the repository. */
export function runCli(
  args: readonly string[],
  { env = {}, isStdoutClosed = false, onStderr }: CliOptions = {},
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(root, 'dist/cli/main.js'), ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    if (isStdoutClosed) child.stdout.destroy()
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => {
      stdout += chunk
    })
    child.stderr.on('data', (chunk) => {
      stderr += chunk
      onStderr?.(stderr, (signal) => child.kill(signal))
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
}
