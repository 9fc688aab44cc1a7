import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import os, { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { findBrowser } from '../test/support/find-browser.ts'
import { storeOptions } from '../test/support/store-options.ts'
import { startWebHost } from '../test/support/web-host.ts'
import { writeGridLibrary } from '../test/support/write-grid-library.ts'
import { targetRow } from './target-row.ts'

// Opens, scrolls and filters a run of 100,000 × 20 recorded cells in the built application, in Chromium. Prints JSON lines.
// PITHY_GRID_LIBRARY=path keeps the library (1.3 GB) there for the next time; PITHY_GRID_ROWS=n makes a smaller one.

const ROWS = Number(process.env.PITHY_GRID_ROWS ?? 100_000)
const COLUMNS = 20
const RUN_NAME = 'Twenty columns'
const FRAMES = 400

await measure()

async function measure(): Promise<void> {
  const found = await findBrowser()
  if ('missing' in found) {
    console.log(JSON.stringify({ name: 'grid', isSkipped: true, why: found.missing }))
    return
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'pithy-bench-'))
  const library = process.env.PITHY_GRID_LIBRARY ?? path.join(folder, 'library.sqlite')
  if (!existsSync(library)) {
    const startMs = performance.now()
    await writeGridLibrary(library, storeOptions(), { rows: ROWS, columns: COLUMNS, seed: 1, runName: RUN_NAME })
    print('grid.library', { seconds: round((performance.now() - startMs) / 1000) }, [])
  }
  const host = await startWebHost(library)
  const args = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--no-first-run']
  const browser = await chromium.launch({ executablePath: found.executable, args, headless: true })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(host.url)
    await openProject(page)
    const openMs = await timeOf(page, () => page.getByText(RUN_NAME).first().click(), 'open')
    print('grid.open', { openMs }, [targetRow('grid: open, ms', openMs, 2000)])
    for (const across of [false, true]) {
      const frames = await scroll(page, across)
      print(across ? 'grid.scroll.across' : 'grid.scroll.down', frames, [
        targetRow(`grid: frame while scrolling ${across ? 'across' : 'down'}, p95 ms`, frames.p95Ms, 33),
      ])
    }
    for (const filter of ['Failed', 'Passed', 'Different', 'Errors', 'All']) {
      const ms = await timeOf(page, () => page.getByTestId('results-filter').getByText(filter, { exact: true }).click())
      print(`grid.filter.${filter.toLowerCase()}`, { ms }, [targetRow(`grid: filter ${filter}, ms`, ms, 300)])
    }
    const sortMs = await sortByCost(page)
    print('grid.sort', { ms: sortMs }, [targetRow('grid: sort, ms', sortMs, 300)])
    const firstMs = await searchBegin(page)
    const allMs = await searchEnd(page)
    const searchMs = firstMs + allMs
    print('grid.search', { firstRowsMs: firstMs, wholeMs: searchMs }, [
      targetRow('grid: search of it all, ms', searchMs, 2000),
    ])
    const memory = await page.evaluate(() => (performance as unknown as { memory?: { usedJSHeapSize: number } }).memory)
    print('grid.memory', { pageHeapMb: round((memory?.usedJSHeapSize ?? 0) / 1e6) }, [])
  } finally {
    await browser.close()
    await host.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function openProject(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const token = sessionStorage.getItem('pithy-token')
    const reply = await fetch('./api/call/projects.list', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{}',
    })
    const { value } = await reply.json()
    const project = value.find((one: { name: string }) => one.name === 'Grid')
    localStorage.setItem('pithy.project', JSON.stringify(project.id))
    history.replaceState({ pithy: { page: 'runs' } }, '')
  })
  await page.reload()
  await page.getByText(RUN_NAME).first().waitFor()
}

/** From the click to the frame that shows rows that are not stale. */
async function timeOf(page: Page, act: () => Promise<void>, mark = 'step'): Promise<number> {
  await page.evaluate((name) => {
    addEventListener(
      name === 'open' ? 'click' : 'pointerdown',
      () => Object.assign(window, { startedMs: performance.now() }),
      { once: true, capture: true },
    )
    addEventListener('input', () => Object.assign(window, { startedMs: performance.now() }), {
      once: true,
      capture: true,
    })
  }, mark)
  await act()
  return await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          const grid = document.querySelector('[data-testid=results-grid]')
          const isShown =
            grid?.getAttribute('aria-busy') === 'false' && grid.querySelector('[data-result-cell]') !== null
          // Typed text is searched for a moment later; a question is on its way once the rows are stale, and one frame is enough.
          if (isShown)
            requestAnimationFrame(() =>
              resolve(Math.round(performance.now() - (window as never as { startedMs: number }).startedMs)),
            )
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(() => requestAnimationFrame(look))
      }),
  )
}

async function scroll(page: Page, across: boolean) {
  const frames = await page.evaluate(
    ({ count, isAcross }) =>
      new Promise<number[]>((resolve) => {
        const grid = document.querySelector('[data-testid=results-grid]')
        const times: number[] = []
        let lastMs = performance.now()
        const step = (nowMs: number) => {
          times.push(nowMs - lastMs)
          lastMs = nowMs
          grid?.scrollBy(isAcross ? 60 : 0, isAcross ? 0 : 90)
          if (isAcross && times.length % 100 === 0) grid?.scrollTo({ left: 0 })
          if (times.length < count) requestAnimationFrame(step)
          else resolve(times.slice(5))
        }
        requestAnimationFrame(step)
      }),
    { count: FRAMES, isAcross: across },
  )
  const sorted = frames.toSorted((a, b) => a - b)
  const at = (share: number) => round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)
  return { frames: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) }
}

async function sortByCost(page: Page): Promise<number> {
  await page.getByTestId('results-grid').evaluate((grid) => grid.scrollTo({ left: 0, top: 0 }))
  await page.getByTestId('column-menu').nth(1).click()
  return await timeOf(page, () => page.getByText('Cost, highest first').click())
}

/** From the last key to the first rows that were found, the pause after typing included. */
async function searchBegin(page: Page): Promise<number> {
  const startMs = performance.now()
  await page.getByTestId('results-search').fill('refund parcel')
  await page.waitForFunction(() =>
    / found| of /.test(document.querySelector('[data-testid=results-count]')?.textContent ?? ''),
  )
  return Math.round(performance.now() - startMs)
}

async function searchEnd(page: Page): Promise<number> {
  const startMs = performance.now()
  await page.waitForFunction(
    () => / of /.test(document.querySelector('[data-testid=results-count]')?.textContent ?? '…'),
    undefined,
    { timeout: 120_000 },
  )
  return Math.round(performance.now() - startMs)
}

function print(name: string, figures: object, rows: readonly object[]): void {
  const machine = { processors: os.availableParallelism(), load: os.loadavg().map(round) }
  console.log(JSON.stringify({ name, cases: ROWS, columns: COLUMNS, machine, ...figures, rows }))
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
