import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'

export interface WebHost {
  /** The address with its token, as a person would open it. */
  readonly url: string
  readonly close: () => Promise<void>
  /** As a power cut ends it. */
  readonly kill: () => Promise<void>
}

/** Starts the built web host as its own process on a library of its own. */
export async function startWebHost(libraryPath: string, env: Readonly<Record<string, string>> = {}): Promise<WebHost> {
  const main = path.join(import.meta.dirname, '../../dist/web/main.js')
  const host = spawn(process.execPath, [main, '--library', libraryPath], { env: { ...process.env, ...env } })
  return { url: await addressOf(host), close: () => end(host), kill: () => end(host, 'SIGKILL') }
}

function addressOf(host: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    function read(chunk: Buffer): void {
      output += chunk.toString()
      const address = /http:\/\/\S+#t=\S+/.exec(output)?.[0]
      if (address !== undefined) resolve(address)
    }
    host.stdout?.on('data', read)
    host.stderr?.on('data', read)
    host.once('exit', (code) => reject(new Error(`The web host ended with ${code}:\n${output}`)))
  })
}

async function end(host: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  const ended = new Promise((resolve) => host.once('exit', resolve))
  if (host.exitCode === null && host.kill(signal)) await ended
}
