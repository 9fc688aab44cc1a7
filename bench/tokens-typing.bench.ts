import { mkdtempSync, rmSync } from 'node:fs'
import os, { tmpdir } from 'node:os'
import path from 'node:path'
import { type CDPSession, chromium, type Page } from 'playwright-core'
import { loadEncoder } from '../shared/tokens/encodings.ts'
import { findBrowser } from '../test/support/find-browser.ts'
import { startWebHost } from '../test/support/web-host.ts'
import { mixedText } from './mixed-text.ts'

// Typing in Monaco at 100,000 tokens in the built application, in Chromium, with token colours, lint and meters on:
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
      if (hasColors) await switchColorsOn(page)
      const figures = await type(page)
      print(hasColors ? 'tokens.typing.colored' : 'tokens.typing.plain', figures, encoder.count(text))
    }
  } finally {
    await browser.close()
    await host.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Figures = Awaited<ReturnType<typeof type>>

function print(name: string, figures: Figures, tokens: number): void {
  const { threadTasksMs, paintTaskMs, keyToCountMs } = figures
  const goals = [
    goal('count in the page after a key, p99 ms', keyToCountMs.p99, 16),
    goal('longest task while typing, ms of processor time', threadTasksMs.max, LONG_TASK_MS),
    ...(paintTaskMs.count > 0 ? [goal('longest task that sets token colours, ms', paintTaskMs.max, 4)] : []),
  ]
  // Wall-clock figures of a machine that does other work say little: how much it had to do goes along.
  const machine = { processors: os.availableParallelism(), load: os.loadavg().map(round) }
  console.log(JSON.stringify({ name, tokens, keys: KEYS, machine, ...figures, goals }))
}

function goal(name: string, measured: number, target: number) {
  return { goal: name, measured, target, isMet: measured <= target }
}

/** A prompt whose one message has the text, made as the interface makes it. */
async function addPrompt(page: Page, template: string): Promise<void> {
  await page.evaluate(async (content) => {
    const token = Object.values(sessionStorage)[0]
    const ask = async (name: string, input: unknown) => {
      const response = await fetch(`./api/call/${name}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(input),
      })
      const reply = await response.json()
      if (!reply.ok) throw new Error(reply.error.message)
      return reply.value
    }
    const [project] = await ask('projects.list', {})
    await ask('prompts.create', { projectId: project.id, name: 'Long prompt', content })
  }, contentOf(template))
  await page.reload()
}

function contentOf(template: string) {
  const parameters = { maxOutputTokens: null, temperature: null, effort: null, stop: [], responseSchema: null }
  return { messages: [{ role: 'user', template }], parameters }
}

async function openPrompt(page: Page): Promise<void> {
  await page.getByText('Long prompt').first().click()
  await page.locator('[data-testid="editor-0"][data-ready="true"] .view-line').first().waitFor()
  await page.waitForFunction(() =>
    /\d{3}/.test(document.querySelector('[data-testid="message-tokens"]')?.textContent ?? ''),
  )
  await page.locator('.monaco-editor').last().click()
  await page.keyboard.press('Control+End')
}

async function switchColorsOn(page: Page): Promise<void> {
  await page.getByTestId('color-tokens').click()
  await page.locator('[class*="token-tint-"]').first().waitFor()
  await page.locator('.monaco-editor').last().click()
  await page.keyboard.press('Control+End')
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
  const threadTasks = await readTasks()
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
    threadTasksMs: quantiles(threadTasks),
    /** Wall clock: waiting for the processor included. */
    longTasks: seen.longTasks.map(round),
  }
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** Microseconds of processor time. */
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** @returns the way to end it, which gives the processor milliseconds of the page's main thread, task by task */
async function traceTasks(session: CDPSession): Promise<() => Promise<readonly number[]>> {
  const events: TraceEvent[] = []
  // The protocol has them as objects without a shape.
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  const traceConfig = { includedCategories: ['toplevel', 'disabled-by-default-devtools.timeline', '__metadata'] }
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig })
  return async () => {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
    await session.send('Tracing.end')
    await complete
    const tasks = events.filter(({ name, ph, tdur }) => name === 'RunTask' && ph === 'X' && tdur !== undefined)
    const main = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
    const perThread = main.map(({ pid, tid }) =>
      tasks.filter((task) => task.pid === pid && task.tid === tid).map(({ tdur = 0 }) => tdur / 1000),
    )
    return perThread.toSorted((a, b) => b.length - a.length)[0] ?? []
  }
}

interface Seen {
  readonly counts: number[]
  readonly frames: number[]
  readonly keyTasks: number[]
  readonly paints: number[]
  readonly longTasks: number[]
}

async function watch(page: Page): Promise<void> {
  await page.evaluate((longTaskMs) => {
    const seen: Seen = { counts: [], frames: [], keyTasks: [], paints: [], longTasks: [] }
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
      for (const entry of list.getEntries()) if (entry.duration > longTaskMs) seen.longTasks.push(entry.duration)
    }).observe({ entryTypes: ['longtask'] })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntriesByName('pithy.token-colors')) seen.paints.push(entry.duration)
    }).observe({ entryTypes: ['measure'] })
  }, LONG_TASK_MS)
}

function quantiles(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (fraction: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))] ?? 0)
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: round(sorted.at(-1) ?? 0) }
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100
}
