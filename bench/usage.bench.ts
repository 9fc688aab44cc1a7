import { once } from 'node:events'
import { createReadStream, createWriteStream, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../shared/stats/seeded-random.ts'
import { must } from '../test/support/must.ts'
import { createTestApp } from '../test/support/temp-app.ts'
import { targetRow } from './target-row.ts'

// A log of 1,000,000 calls from the file to its first breakdown, through the whole core: read in pieces, stored, added up. Prints one
// JSON: each target beside what was measured. PITHY_USAGE_ROWS=n makes a smaller one.

const ROWS = Number(process.env.PITHY_USAGE_ROWS ?? 1_000_000)
const CHUNK_CHARACTERS = 4_000_000

const test = await createTestApp()
try {
  const file = path.join(test.folder, 'calls.csv')
  await writeLog(file)
  const [project] = await test.client.call('projects.list', {})
  const projectId = must(project).id
  const loop = watchLoop()
  const startMs = performance.now()
  const before = process.cpuUsage()
  let logId: string | null = null
  let rowCount = 0
  const baseMemory = process.memoryUsage().rss
  let peak = 0
  let waiting = ''
  for await (const piece of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    waiting += piece
    if (waiting.length < CHUNK_CHARACTERS) continue
    await send(waiting, false)
    waiting = ''
  }
  await send(waiting, true)
  const importedMs = performance.now() - startMs
  const breakdown = await test.client.call('spend.breakdown', { projectId, source: { kind: 'logs', logIds: null } })
  const wallMs = performance.now() - startMs
  const { user, system } = process.cpuUsage(before)
  const longestMs = await loop.end()
  if (rowCount !== ROWS || breakdown?.total.rows !== ROWS) throw new Error(`${rowCount} of ${ROWS} rows came in.`)
  const againMs = await timeOf(() =>
    test.client.call('spend.breakdown', { projectId, source: { kind: 'logs', logIds: null }, unit: 'hour' }),
  )
  const rows = [
    targetRow(`${ROWS} rows, file to first breakdown: s`, round(wallMs / 1000), 10),
    targetRow('of it, reading and storing: s', round(importedMs / 1000), 10),
    targetRow('the same by hour, again: s', round(againMs / 1000), 3),
    targetRow('longest step on the main loop: ms', Math.round(longestMs), 50),
    targetRow('memory at its most, above the beginning: MiB', Math.round((peak - baseMemory) / 2 ** 20), 300),
  ]
  const megabytes = round(statSync(file).size / 1e6)
  const machine = { processors: os.availableParallelism(), load: os.loadavg().map(round) }
  const cpuSeconds = round((user + system) / 1e6)
  console.log(JSON.stringify({ name: 'usage', rowCount, megabytes, cpuSeconds, machine, rows }, null, 2))

  async function send(text: string, isLast: boolean): Promise<void> {
    if (logId === null) {
      const head = { fileName: 'calls.csv', text: text.slice(0, 1_000_000), isWhole: false }
      const { reading } = await test.client.call('usage.preview', head)
      logId = (await test.client.call('usage.begin', { projectId, name: 'Calls', reading })).logId
    }
    // Given by usage.begin above.
    const log = await test.client.call('usage.append', { logId: logId as never, text, isLast })
    rowCount = log.rowCount
    peak = Math.max(peak, process.memoryUsage().rss)
  }
} finally {
  await test.close()
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  await work()
  return performance.now() - startMs
}

/** The longest time that a timer of 5 ms came too late. */
function watchLoop() {
  let longestMs = 0
  let lastMs = performance.now()
  const timer = setInterval(() => {
    const nowMs = performance.now()
    longestMs = Math.max(longestMs, nowMs - lastMs - 5)
    lastMs = nowMs
  }, 5)
  return {
    /** With the step that is not over yet. */
    async end() {
      await sleep(10)
      clearInterval(timer)
      return longestMs
    },
  }
}

async function writeLog(file: string): Promise<void> {
  const random = seededRandom('usage')
  const out = createWriteStream(file)
  out.write('timestamp,model,feature,user,prompt_tokens,cached_tokens,completion_tokens,cost_usd,latency_ms,status\n')
  const models = ['gpt-5.4-mini', 'gpt-5.4', 'claude-haiku-4-5', 'unknown-model']
  const features = ['chat', 'search', 'summary', 'triage', 'mail']
  const beginMs = Date.UTC(2026, 9, 1)
  for (let row = 0; row < ROWS; row++) {
    const at = new Date(beginMs + Math.round((row / ROWS) * 40 * 86_400_000)).toISOString()
    const input = 200 + Math.floor(random() ** 3 * 8000)
    const output = 1 + Math.floor(random() ** 4 * 2000)
    const model = models[Math.floor(random() * models.length)]
    const feature = features[Math.floor(random() ** 2 * features.length)]
    const cost = (input * 0.25 + output * 2) / 1e6
    const cells = [at, model, feature, `u${Math.floor(random() ** 2 * 20_000)}`, input, Math.floor(input * 0.3), output]
    const line = `${cells.join(',')},${cost.toFixed(8)},${Math.round(200 + output * 8)},200\n`
    if (!out.write(line)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
  // Else the first commits would wait until the disk has this file.
  const handle = await open(file, 'r+')
  await handle.sync()
  await handle.close()
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
