import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeInBrowser, launchBrowser } from '../support/browser.ts'
import { tempFolder } from '../support/fake-ports.ts'
import { startWebHost, type WebHost } from '../support/web-host.ts'

const pictures = process.env.PITHY_PICTURES ?? path.join(import.meta.dirname, '../../artifacts')
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** The machine may be busy with other tests. */
const LONG_MS = 90_000

interface AxeWindow {
  readonly axe: {
    readonly run: () => Promise<{
      readonly violations: readonly {
        readonly id: string
        readonly impact: string
        readonly nodes: readonly { readonly target: readonly string[] }[]
      }[]
    }>
  }
}

describeInBrowser('a squeeze of the sample, in a browser', () => {
  const folder = tempFolder()
  const consoleErrors: string[] = []
  let host: WebHost
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    host = await startWebHost(folder.file('library.sqlite'))
    browser = await launchBrowser()
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.setDefaultTimeout(15_000)
    page.on('console', (message) => message.type() === 'error' && consoleErrors.push(message.text()))
    page.on('pageerror', (error) => consoleErrors.push(error.message))
    await page.goto(host.url)
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
    folder.remove()
  })

  /** A picture in light and dark, and what axe finds in each. */
  async function look(name: string): Promise<void> {
    const found: string[] = []
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: path.join(pictures, `squeeze-${name}-${colorScheme}.png`) })
      await page.evaluate(axeSource)
      const { violations } = await page.evaluate(() => (window as unknown as AxeWindow).axe.run())
      for (const { id, impact, nodes } of violations)
        if (impact === 'serious' || impact === 'critical')
          found.push(`${colorScheme} ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
    }
    await page.emulateMedia({ colorScheme: 'light' })
    expect(found).toEqual([])
  }

  const text = (testId: string) => page.getByTestId(testId).first().innerText()
  const startButton = () => page.locator('[data-testid="squeeze-start"]:enabled')

  it('is the main action under Compress, and tells calls, cost and rules before anything is asked', async () => {
    await page.locator('.monaco-editor').first().waitFor()
    await page.getByTestId('side-compress').click()
    await page.getByTestId('squeeze').click()
    await page.getByTestId('squeeze-preview').waitFor()
    await page.getByTestId('squeeze-mode-quick').check()
    await expect.poll(() => text('squeeze-preview')).toContain('≤ 60')
    await page.getByTestId('squeeze-mode-standard').check()
    await expect.poll(() => text('squeeze-preview')).toMatch(/≤ 1,300[\s\S]*\$0 to [\s\S]*100 \/ 66/)
    expect(await text('status-spend')).toBe('Spent today $0')
    await look('start')
  })

  it('refuses to start with cases and without a limit', async () => {
    await page.getByTestId('squeeze-limit').fill('')
    await page.getByText('Enter a limit.').waitFor()
    expect(await startButton().count()).toBe(0)
    await page.getByTestId('squeeze-limit').fill('5')
    await startButton().waitFor()
  })

  it('lets the rules be edited: one given up, one added in the prompt’s own words, none that it does not say', async () => {
    const rules = page.getByTestId('squeeze-rule')
    const before = await rules.count()
    await rules.nth(3).getByRole('checkbox').uncheck()
    await page.getByTestId('squeeze-add-words').fill('the moon is made of cheese')
    await page.getByTestId('squeeze-add-rule').click()
    await page.getByText('These words do not stand in the prompt').waitFor()
    await page.getByTestId('squeeze-add-words').fill('satisfied or impressed')
    await page.getByTestId('squeeze-add-rule').click()
    await expect.poll(() => rules.count()).toBe(before + 1)
    expect(await rules.first().innerText()).toContain('satisfied or impressed')
    expect(await text('squeeze-ledger')).toContain('This is your list')
    await page.getByRole('button', { name: 'Back to what was read' }).click()
    await expect.poll(() => rules.count()).toBe(before)
  })

  it('freezes a segment by a tick', async () => {
    await page.getByTestId('squeeze-segments-tab').click()
    const first = page.getByTestId('squeeze-segments').getByRole('listitem').first()
    await first.getByRole('checkbox').check()
    await expect.poll(() => first.innerText()).toContain('frozen')
    await first.getByRole('checkbox').uncheck()
    await look('segments')
  })

  it('Quick ends unverified with edits to choose, which become a variant', { timeout: LONG_MS }, async () => {
    await page.getByTestId('squeeze-mode-quick').check()
    await startButton().click()
    await page.getByTestId('squeeze-result').waitFor({ timeout: LONG_MS })
    expect(await text('squeeze-state')).toBe('finished')
    expect(await text('squeeze-proof')).toBe('unverified')
    await expect.poll(() => text('squeeze-check')).toContain('every gate passes')
    const before = await text('squeeze-check')
    const taken = page.locator('[data-testid="squeeze-edit"][data-taken="true"]').last()
    await taken.getByRole('checkbox').uncheck()
    await expect.poll(() => text('squeeze-check')).not.toBe(before)
    await expect.poll(() => text('squeeze-check')).toContain('every gate passes')
    await look('quick')
    await page.getByTestId('squeeze-take').click()
    await expect.poll(() => text('squeeze-saved')).toMatch(/Saved as variant [B-D]/)
    await page.getByTestId('squeeze-open-variant').click()
    await page.getByTestId('variant-tab-B').waitFor()
  })

  it('lists the squeeze of the prompt, and wrote no error to the console', async () => {
    await page.keyboard.press('Alt+S')
    await expect.poll(() => page.getByTestId('squeeze-item').count()).toBe(1)
    expect(consoleErrors).toEqual([])
  })
})
