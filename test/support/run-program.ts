import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { onTestFinished } from 'vitest'

/** Starts a TypeScript program of test/support as a process of its own; killed at the end of the test. */
export function startProgram(name: string, args: readonly string[]): ChildProcess {
  const program = JSON.stringify(resolve('test/support', name))
  const script = `import { runnerImport } from 'vite'
    await runnerImport(${program}, { configFile: false, logLevel: 'error' })`
  const argv = ['--input-type=module', '-e', script, ...args]
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

/** Waits for the end. @throws Error when it fails */
export async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  if (child.exitCode !== 0) throw new Error(`The program ended with ${child.exitCode ?? child.signalCode}.`)
}

/** What it prints first. @throws Error when it ends without a word */
export async function firstLine(child: ChildProcess): Promise<string> {
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`The program ended with ${code}.`)))
  ended.catch(() => undefined)
  const { stdout } = child
  if (!stdout) throw new Error('The program has no output.')
  const [chunk] = await Promise.race([once(stdout, 'data'), ended])
  return String(chunk).trim()
}
