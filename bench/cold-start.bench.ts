import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { electronOptions, locateElectron } from '../scripts/find-electron.mjs'
import { targetRow } from './target-row.ts'

// From the start of the desktop application's process to a prompt that could be run, in a real window on the sample library.
// Prints one JSON: the median of the starts beside the target. The first start, which makes the library, stands apart.

const STARTS = 7
const root = path.join(import.meta.dirname, '..')
const folder = mkdtempSync(path.join(tmpdir(), 'pithy-bench-'))
if (process.getuid?.() === 0) process.env.PITHY_ALLOW_NO_SANDBOX = '1'
const electron = locateElectron()

try {
  if ('missing' in electron) {
    console.log(JSON.stringify({ name: 'cold start', skipped: electron.missing }))
  } else {
    const all: number[] = []
    for (let start = 0; start <= STARTS; start++) all.push(await startOnce(electron.executable))
    const [first = 0, ...later] = all
    const median = later.toSorted((a, b) => a - b)[Math.floor(later.length / 2)] ?? 0
    const rows = [targetRow('cold start to a prompt that could be run, median, ms', median, 1500)]
    console.log(JSON.stringify({ name: 'cold start', firstEverMs: first, startsMs: later, rows }))
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function startOnce(executable: string): Promise<number> {
  const args = [...electronOptions(), root, '--library', path.join(folder, 'library.sqlite')]
  const needsDisplay = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
  const [command, all] = needsDisplay ? ['xvfb-run', ['-a', executable, ...args]] : [executable, args]
  const env = { ...process.env, PITHY_TELL_START: '1' }
  const child = spawn(command, all, { env, stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let output = ''
  const ms = await new Promise<number>((resolve, reject) => {
    child.stdout.on('data', (bytes) => {
      output += String(bytes)
      const told = /usable after (\d+) ms/.exec(output)?.[1]
      if (told !== undefined) resolve(Number(told))
    })
    child.once('exit', () => reject(new Error(`The application ended before it was usable: ${output}`)))
  })
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
  await ended
  return ms
}
