import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeInBrowser, launchBrowser } from '../support/browser.ts'
import { tempFolder } from '../support/fake-ports.ts'
import { startWebHost, type WebHost } from '../support/web-host.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface AxeWindow {
  readonly axe: { readonly run: () => Promise<{ readonly violations: readonly Violation[] }> }
}

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly target: readonly string[] }[]
}

describeInBrowser('every page, in light and dark', () => {
  const folder = tempFolder()
  let host: WebHost
  let browser: Browser

  beforeAll(async () => {
    host = await startWebHost(folder.file('library.sqlite'))
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
    folder.remove()
  })

  async function seriousFindings(page: Page): Promise<string[]> {
    await page.evaluate(axeSource)
    const { violations } = await page.evaluate(() => (window as unknown as AxeWindow).axe.run())
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  }

  // Two minutes: some 25 views, on a machine with other work.
  it.each(['light', 'dark'] as const)(
    'has no serious finding of axe (%s)',
    { timeout: 120_000 },
    async (colorScheme) => {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme })
      await page.goto(host.url)
      const found: Record<string, string[]> = {}
      for (const name of ['prompts', 'eval-sets', 'runs', 'models', 'settings']) {
        await page.getByTestId(`rail-${name}`).click()
        await page.getByRole('main').first().waitFor()
        await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0)
        found[name] = await seriousFindings(page)
      }
      await page.getByTestId('rail-prompts').click()
      await page.locator('.monaco-editor').first().waitFor()
      for (const side of ['variables', 'compress', 'parameters', 'cost']) {
        await page.getByTestId(`side-${side}`).click()
        found[`side-${side}`] = await seriousFindings(page)
      }
      for (const view of ['Parts', 'Caching']) {
        await page.getByTestId('cost-view').getByText(view).click()
        await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0)
        found[`cost-${view}`] = await seriousFindings(page)
      }
      await page.getByTestId('side-parameters').click()
      await page.getByTestId('add-tool').click()
      await page
        .getByTestId(/^tool-json-\d+$/)
        .locator('.monaco-editor')
        .first()
        .waitFor()
      found.tools = await seriousFindings(page)
      await page.getByTestId('side-cost').click()
      await page.keyboard.press('Control+Shift+f')
      await page.getByTestId('find-bar').waitFor()
      found.find = await seriousFindings(page)
      await page.keyboard.press('Escape')
      await page.keyboard.press('Alt+g')
      await page.getByTestId('gutter-part').first().waitFor()
      found.gutter = await seriousFindings(page)
      await page.keyboard.press('Alt+g')
      await page.keyboard.press('Control+k')
      await page.getByPlaceholder('Go to, or do…').waitFor()
      found.palette = await seriousFindings(page)
      await page.keyboard.press('Escape')
      await page.getByTestId('list-examples-0').click()
      found.examples = await seriousFindings(page)
      if (colorScheme === 'light') await page.getByTestId('new-variant').click()
      await page.getByTestId('variant-tab-B').waitFor()
      await page.keyboard.press('Alt+h')
      await page.getByTestId('lineage-B').waitFor()
      found.lineage = await seriousFindings(page)
      await page.getByText(/^Typing in /).click()
      found.typing = await seriousFindings(page)
      await page.getByTestId('close-history').click()
      await page.keyboard.press('Control+d')
      await page.getByTestId('compare-view').locator('.monaco-diff-editor').first().waitFor()
      found.compare = await seriousFindings(page)
      await page.getByTestId('stop-comparing').click()
      if (colorScheme === 'light') {
        await page.getByTestId('new-partial').click()
        await page.getByTestId('name-field').fill('rules')
        await page.getByTestId('name-submit').click()
      } else await page.getByTestId('partial-item').click()
      await page.getByTestId('partial-editor').locator('.monaco-editor').first().waitFor()
      found.partial = await seriousFindings(page)
      await page.getByTestId('prompt-item').first().click()
      await page.getByTestId('run').click()
      await page.getByTestId('new-run-preview').waitFor()
      found['new-run'] = await seriousFindings(page)
      await page.close()
      expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])))
    },
  )
})
