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
/** A Standard squeeze of the sample makes about a thousand calls to the sandbox. */
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

  it('Standard is watched over a reload, and stopped with the best so far', { timeout: 2 * LONG_MS }, async () => {
    await page.getByTestId('variant-tab-A').click()
    await page.keyboard.press('Alt+S')
    await page.getByTestId('squeeze-mode-standard').check()
    await startButton().click()
    await page.getByTestId('squeeze-stages').waitFor()
    await page.reload()
    await page.getByTestId('squeeze-strip').waitFor()
    await page.getByTestId('best-arm').waitFor({ timeout: LONG_MS })
    await page.getByTestId('squeeze-stop').click()
    await page.getByTestId('squeeze-result').waitFor({ timeout: LONG_MS })
    expect(await text('squeeze-state')).toBe('stopped')
    expect(await text('squeeze-notice')).toContain('not confirmed on the hold-out')
    await page.getByTestId('squeeze-unverified').waitFor()
    await page.getByTestId('squeeze-ladder-tab').click()
    expect(await page.getByTestId('race-chart').getAttribute('aria-label')).toMatch(/\d+ % of the cost/)
    await look('stopped')
  })

  it('goes on from where it was stopped, is confirmed, and says what it costs and whether it is worse', {
    timeout: 2 * LONG_MS,
  }, async () => {
    await page.getByTestId('squeeze-resume').click()
    await page.getByTestId('squeeze-verdict').waitFor({ timeout: LONG_MS })
    expect(await text('verdict-sentence')).toMatch(/\(95 %, \d+ paired cases, hold-out\)\.$/)
    expect(await page.getByTestId('interval-bar').count()).toBe(2)
    await look('finished')
    await page.getByTestId('squeeze-rules-tab').click()
    expect(await text('squeeze-rule-states')).toContain('✓ verbatim')
    await page.getByTestId('squeeze-rejected-tab').click()
    await page.getByTestId('squeeze-rejected').locator('summary').first().click()
    await look('rejected')
  })

  it('leads on: to a run of both, as the dialog then has it', async () => {
    await page.getByTestId('squeeze-run').click()
    await page.getByTestId('new-run-dialog').getByTestId('new-run-preview').waitFor()
    await page.keyboard.press('Escape')
  })

  it('shows in the text what each part is worth, on demand', async () => {
    await page.getByTestId('rail-prompts').click()
    await page.getByTestId('variant-tab-A').click()
    await page.getByTestId('worth-toggle').click({ force: true })
    await page.locator('.worth-note').first().waitFor()
    const notes = (await page.locator('.worth-note').allInnerTexts()).join('').replaceAll('\u2024', '.')
    expect(notes.replaceAll('\u00a0', ' ')).toMatch(
      /this \w+: \d+ tokens, [+−]?\d+\.\d points \([+−]?\d+\.\d to [+−]?\d+\.\d\)/,
    )
    await look('worth')
    await page.getByTestId('worth-toggle').click({ force: true })
    await expect.poll(() => page.locator('.worth-note').count()).toBe(0)
  })

  it('can be cancelled: what was paid for is kept, and it can be resumed', { timeout: LONG_MS }, async () => {
    await page.keyboard.press('Alt+S')
    await page.getByTestId('squeeze-mode-standard').check()
    // Another seed asks in another order: the answers known so far do not make it end at once.
    await page.getByTestId('squeeze-more').click()
    await page.getByTestId('squeeze-seed').fill('7')
    await startButton().click()
    await page.getByTestId('squeeze-pause').click()
    await expect.poll(() => text('squeeze-state')).toBe('paused')
    await look('paused')
    await page.getByTestId('squeeze-resume').click()
    await page.getByTestId('squeeze-cancel').click()
    await expect.poll(() => text('squeeze-state')).toBe('cancelled')
    expect(await text('squeeze-notice')).toContain('not paid for again')
    await look('cancelled')
  })

  it('lists the squeezes of the prompt, and wrote no error to the console', async () => {
    expect(await page.getByTestId('squeeze-item').count()).toBe(3)
    expect(consoleErrors).toEqual([])
  })
})
