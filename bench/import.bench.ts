// npm run bench import: `pithy import` of a large CSV in its own process; PITHY_BENCH_MB sets its size (1,024). Peak memory by /proc.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const MEGABYTES = Number(process.env.PITHY_BENCH_MB ?? 1024)
const ROW_CHARACTERS = 4096
const folder = mkdtempSync(path.join(os.tmpdir(), 'pithy-import-'))
try {
  const file = path.join(folder, 'large.csv')
  const rows = writeTable(file)
  const { seconds, peakMb, code, cancelMs } = await importIt(file, false)
  const cancelled = await importIt(file, true)
  const shown = [
    {
      name: `import of ${MEGABYTES} MB of CSV, ${rows} rows: peak memory`,
      target: '512 MB',
      measured: `${peakMb} MB`,
      met: peakMb < 512,
    },
    { name: 'the same: time', target: 'none', measured: `${seconds.toFixed(0)} s`, met: code === 0 },
    {
      name: 'the same: from Ctrl+C to the end, all taken back',
      target: '1 s',
      measured: `${cancelled.cancelMs ?? cancelMs} ms, exit ${cancelled.code}`,
      met: cancelled.code === 130 && (cancelled.cancelMs ?? Number.POSITIVE_INFINITY) < 1000,
    },
  ]
  console.log(JSON.stringify({ rows: shown }, null, 2))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function writeTable(file: string): number {
  const out = openSync(file, 'w')
  const row = `"${'A review, with ""quotes"" and words. '.repeat(ROW_CHARACTERS / 37)}",positive\n`
  const block = row.repeat(250)
  writeSync(out, 'review,expected\n')
  let rows = 0
  for (let bytes = 0; bytes < MEGABYTES * 2 ** 20; bytes += block.length) {
    writeSync(out, block)
    rows += 250
  }
  closeSync(out)
  return rows
}

interface Measured {
  readonly seconds: number
  readonly peakMb: number
  readonly code: number | null
  readonly cancelMs: number | null
}

async function importIt(file: string, stops: boolean): Promise<Measured> {
  const startMs = performance.now()
  const library = path.join(folder, stops ? 'b.sqlite' : 'a.sqlite')
  const child = spawn(process.execPath, ['dist/cli/main.js', '--library', library, 'import', file, '--yes'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let peakMb = 0
  let stoppedMs: number | null = null
  let told = 0
  const poll = setInterval(() => {
    peakMb = Math.max(peakMb, peakOf(child.pid))
  }, 100)
  child.stderr.on('data', () => {
    told += 1
    if (!stops || told !== 5) return
    stoppedMs = performance.now()
    child.kill('SIGINT')
  })
  const [code] = (await once(child, 'close')) as [number | null] // close gives the exit code first
  clearInterval(poll)
  const endMs = performance.now()
  const cancelMs = stoppedMs === null ? null : Math.round(endMs - stoppedMs)
  return { seconds: (endMs - startMs) / 1000, peakMb, code, cancelMs }
}

/** The most that it ever had in memory, in MB; 0 once it has ended. */
function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
  } catch {
    return 0
  }
}
