import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '../..')
const folder = mkdtempSync(path.join(tmpdir(), 'pithy-start-'))
let started: ChildProcess | null = null

afterEach(async () => {
  if (started !== null) await stop(started)
  started = null
  rmSync(folder, { recursive: true, force: true })
})

test.runIf(process.platform === 'linux')(
  'without a display, npm start says so in one line and serves the web host',
  async () => {
    const { output, address } = await start([], { DISPLAY: undefined, WAYLAND_DISPLAY: undefined })
    const reasons = output.split('\n').filter((line) => line.startsWith('pithy: '))
    expect(reasons).toEqual([
      'pithy: serving the web host instead of the desktop application: there is no display (DISPLAY and WAYLAND_DISPLAY are unset).',
    ])
    const page = await fetch(address)
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')])
  },
)

test('npm start -- --web is ready within two seconds when nothing is to be set up', async () => {
  const begin = performance.now()
  await start(['--web'], {})
  expect(performance.now() - begin).toBeLessThan(2000)
})

/** Resolves when the host has printed its address. */
async function start(startArguments: readonly string[], env: NodeJS.ProcessEnv) {
  const script = path.join(root, 'scripts/start.mjs')
  const library = path.join(folder, 'library.db')
  const child = spawn(process.execPath, [script, ...startArguments, '--library', library], {
    env: { ...process.env, ...env },
  })
  started = child
  let output = ''
  const address = await new Promise<string>((resolve, reject) => {
    const onOutput = (bytes: Buffer) => {
      output += bytes.toString()
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(output)
      if (found) resolve(found[0])
    }
    child.stdout.on('data', onOutput)
    child.stderr.on('data', onOutput)
    child.on('exit', (code) => reject(new Error(`It ended with exit code ${code}:\n${output}`)))
  })
  return { output, address }
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  if (child.exitCode === null && child.kill()) await ended
}
