import { mkdtempSync, rmSync } from 'node:fs'
import os, { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { loadEncoder } from '../shared/tokens/encodings.ts'
import { findBrowser } from '../test/support/find-browser.ts'
import { startWebHost } from '../test/support/web-host.ts'
import { mixedText } from './mixed-text.ts'
import { targetRow } from './target-row.ts'
import { addPrompt, openPrompt, quantiles, round, switchColorsOn, switchTheRestOn, traceTasks } from './typing-page.ts'

// Typing in Monaco at 100,000 tokens in the built application, in Chromium, with lint and meters on, then with token
// colours, the gutter of lines and spelling too:
// from the key to the count in the page, and to the end of the frame that shows it. Prints JSON lines.

const TOKENS = 100_000
const KEYS = 240
/** About ten keys a second: a fast typist. */
const KEY_EVERY_MS = 100
const LONG_TASK_MS = 50

await measure()

async function measure(): Promise<void> {
  const found = await findBrowser()
  if ('missing' in found) {
    console.log(JSON.stringify({ name: 'tokens.typing', isSkipped: true, why: found.missing }))
    return
  }
  const encoder = await loadEncoder('o200k_base')
  const text = mixedText(encoder, TOKENS)
  const folder = mkdtempSync(path.join(tmpdir(), 'pithy-bench-'))
  const host = await startWebHost(path.join(folder, 'library.sqlite'))
  const args = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--no-first-run']
  const browser = await chromium.launch({ executablePath: found.executable, args, headless: true })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(host.url)
    await page.locator('.monaco-editor').first().waitFor()
    await addPrompt(page, text)
    for (const hasColors of [false, true]) {
      await openPrompt(page)
      if (hasColors) {
        await switchColorsOn(page)
        await switchTheRestOn(page)
      }
      const figures = await type(page)
      print(hasColors ? 'tokens.typing.all' : 'tokens.typing.plain', figures, encoder.count(text))
    }
  } finally {
    await browser.close()
    await host.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Figures = Awaited<ReturnType<typeof type>>

function print(name: string, figures: Figures, tokens: number): void {
  const { threadTasksMs, wallTasksMs, paintTaskMs, keyToCountMs } = figures
  const rows = [
    targetRow('count in the page after a key, p99 ms', keyToCountMs.p99, 16),
    targetRow('longest task while typing, ms of the clock', wallTasksMs.max, LONG_TASK_MS),
    targetRow('longest task while typing, ms of processor time', threadTasksMs.max, LONG_TASK_MS),
    ...(paintTaskMs.count > 0 ? [targetRow('longest task that sets token colours, ms', paintTaskMs.max, 4)] : []),
  ]
  // Wall-clock figures of a machine that does other work say little: how much it had to do goes along.
  const machine = { processors: os.availableParallelism(), load: os.loadavg().map(round) }
  console.log(JSON.stringify({ name, tokens, keys: KEYS, machine, figures, rows }, null, 2))
}

/** Types keys of which each adds a token, and watches. */
async function type(page: Page) {
  await watch(page)
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const taskSeconds = async () =>
    (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ??
    Number.NaN
  const readTasks = await traceTasks(session)
  const before = await taskSeconds()
  for (let key = 0; key < KEYS; key++) {
    await page.keyboard.press(key % 2 === 0 ? '1' : ',')
    await page.waitForTimeout(KEY_EVERY_MS)
  }
  // What waits for a pause in typing belongs to it.
  await page.waitForTimeout(2500)
  const cpuMsPerKey = round((1000 * ((await taskSeconds()) - before)) / KEYS)
  const tasks = await readTasks()
  await session.detach()
  const seen = await page.evaluate(() => (window as unknown as { seen: Seen }).seen)
  return {
    /** Processor time of the main thread, all that follows a key included: what a busy machine does not lengthen. */
    cpuMsPerKey,
    keyToCountMs: quantiles(seen.counts),
    keyToFrameMs: quantiles(seen.frames),
    keyTaskMs: quantiles(seen.keyTasks),
    paintTaskMs: quantiles(seen.paints),
    /** Processor time of each task of the main thread: what makes it long here and on a machine with nothing else to do. */
    threadTasksMs: quantiles(tasks.map(({ threadMs }) => threadMs)),
    /** By the clock: waiting for the processor included. */
    wallTasksMs: quantiles(tasks.map(({ wallMs }) => wallMs)),
    longTasks: tasks.filter(({ wallMs }) => wallMs > LONG_TASK_MS).length,
  }
}

interface Seen {
  readonly counts: number[]
  readonly frames: number[]
  readonly keyTasks: number[]
  readonly paints: number[]
}

async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: Seen = { counts: [], frames: [], keyTasks: [], paints: [] }
    Object.assign(window, { seen })
    let pressedAt: number | null = null
    document.addEventListener(
      'keydown',
      (event) => {
        pressedAt = event.timeStamp
        const started = performance.now()
        // After all that this key does in the same task.
        setTimeout(() => seen.keyTasks.push(performance.now() - started))
      },
      { capture: true },
    )
    const count = document.querySelector('[data-testid="message-tokens"]')
    if (!count) throw new Error('There is no count.')
    new MutationObserver(() => {
      if (pressedAt === null) return
      const key = pressedAt
      pressedAt = null
      seen.counts.push(performance.now() - key)
      requestAnimationFrame(() => setTimeout(() => seen.frames.push(performance.now() - key)))
    }).observe(count, { childList: true, characterData: true, subtree: true })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntriesByName('pithy.token-colors')) seen.paints.push(entry.duration)
    }).observe({ entryTypes: ['measure'] })
  })
}
