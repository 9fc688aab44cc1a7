import { mkdtempSync, rmSync } from 'node:fs'
import os, { tmpdir } from 'node:os'
import path from 'node:path'
import { _electron, chromium, type Page } from 'playwright-core'
import { loadEncoder } from '../shared/tokens/encodings.ts'
import { findBrowser } from '../test/support/find-browser.ts'
import { findDesktop } from '../test/support/find-desktop.ts'
import { startWebHost } from '../test/support/web-host.ts'
import { mixedText } from './mixed-text.ts'
import { targetRow } from './target-row.ts'
import { addPrompt, openPrompt, round, switchColorsOn, switchTheRestOn, traceTasks } from './typing-page.ts'

// What a person does with a prompt of 100,000 tokens beside typing, in Chromium and in the real window: the longest task of the
// page's main thread after each step. Prints one JSON object for each of the two.

const TOKENS = 100_000
const PASTED_CHARACTERS = 50_000
const LONG_TASK_MS = 50
/** Saving, lint, the gutter of parts and the history wait for pauses of up to 0.8 s. */
const SETTLE_MS = 2500

const root = path.join(import.meta.dirname, '..')
const text = mixedText(await loadEncoder('o200k_base'), TOKENS)
const folder = mkdtempSync(path.join(tmpdir(), 'pithy-bench-'))
try {
  await inBrowser()
  await inDesktop()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function inBrowser(): Promise<void> {
  const found = await findBrowser()
  if ('missing' in found) return skip('Chromium', found.missing)
  const host = await startWebHost(path.join(folder, 'web.sqlite'))
  const args = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--no-first-run']
  const browser = await chromium.launch({ executablePath: found.executable, args, headless: true })
  try {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await page.goto(host.url)
    await walk('Chromium', page, (copied) => page.evaluate((given) => navigator.clipboard.writeText(given), copied))
  } finally {
    await browser.close()
    await host.close()
  }
}

async function inDesktop(): Promise<void> {
  const { desktop, close } = await findDesktop()
  if ('missing' in desktop) return skip('Electron', desktop.missing)
  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env
  const env = Object.fromEntries(Object.entries({ ...inherited, ...desktop.environment }).filter(isDefined))
  const args = [...desktop.options, root, '--library', path.join(folder, 'desktop.sqlite')]
  const electron = await _electron.launch({ executablePath: desktop.executable, args, env })
  try {
    const page = await electron.firstWindow()
    await walk('Electron', page, (copied) =>
      electron.evaluate(({ clipboard }, given) => clipboard.writeText(given), copied),
    )
  } finally {
    await electron.close()
    close()
  }
}

function isDefined(entry: readonly [string, string | undefined]): entry is [string, string] {
  return entry[1] !== undefined
}

function skip(where: string, why: string): void {
  console.log(JSON.stringify({ name: `tokens.editing.${where}`, isSkipped: true, why }))
}

async function walk(where: string, page: Page, copy: (text: string) => Promise<unknown>): Promise<void> {
  page.setDefaultTimeout(60_000)
  await page.locator('.monaco-editor').first().waitFor()
  await addPrompt(page, text)
  await openPrompt(page)
  await switchColorsOn(page)
  await switchTheRestOn(page)
  await copy(text.slice(0, PASTED_CHARACTERS))
  await page.waitForTimeout(SETTLE_MS)
  const session = await page.context().newCDPSession(page)
  const rows = []
  const figures: Record<string, { readonly wallMs: number; readonly threadMs: number }> = {}
  for (const [name, act] of Object.entries(stepsOf(page))) {
    const readTasks = await traceTasks(session)
    await act()
    await page.waitForTimeout(SETTLE_MS)
    const tasks = await readTasks()
    const wallMs = round(Math.max(...tasks.map((task) => task.wallMs)))
    const threadMs = round(Math.max(...tasks.map((task) => task.threadMs)))
    figures[name] = { wallMs, threadMs }
    rows.push(targetRow(`${where}, ${name}: longest task, ms of the clock`, wallMs, LONG_TASK_MS))
  }
  await session.detach()
  const machine = { processors: os.availableParallelism(), load: os.loadavg().map(round) }
  console.log(JSON.stringify({ name: `tokens.editing.${where}`, machine, figures, rows }, null, 2))
}

function stepsOf(page: Page): Readonly<Record<string, () => Promise<unknown>>> {
  const press = (keys: string) => () => page.keyboard.press(keys)
  const click = (testId: string) => () => page.getByTestId(testId).click()
  return {
    'typing a line': async () => {
      for (const key of 'Answer with the label only.') {
        await page.keyboard.press(key === ' ' ? 'Space' : key)
        await page.waitForTimeout(80)
      }
    },
    'pasting 50,000 characters': press('Control+V'),
    'undoing it': press('Control+Z'),
    'selecting and deleting all': async () => {
      await page.keyboard.press('Control+A')
      await page.keyboard.press('Delete')
    },
    'undoing that': press('Control+Z'),
    'making a variant': press('Alt+n'),
    'going to the first variant': click('variant-tab-A'),
    'and back to the second': click('variant-tab-B'),
    'opening the lint panel': click('side-compress'),
    'going back to the costs': click('side-cost'),
    'opening the preview': click('preview-toggle'),
    'closing the preview': click('preview-toggle'),
    'hiding the right pane': click('toggle-side'),
    'showing the right pane': click('toggle-side'),
  }
}
