import { expect, it } from 'vitest'
import { axeFindings } from '../support/axe-findings.ts'
import { describeInBrowser } from '../support/browser.ts'
import { openHostPage } from '../support/host-page.ts'

describeInBrowser('every page', () => {
  const app = openHostPage()

  it('has no serious finding of axe in light, and none in dark', { timeout: 240_000 }, async () => {
    const { page } = app
    const found: Record<string, readonly string[]> = {}
    async function look(name: string): Promise<void> {
      await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0)
      found[name] = await axeFindings(page)
    }
    for (const name of ['prompts', 'eval-sets', 'runs', 'savings', 'models', 'settings']) {
      await page.getByTestId(`rail-${name}`).click()
      await page.getByRole('main').first().waitFor()
      await look(name)
    }
    await page.getByTestId('rail-prompts').click()
    await page.locator('.monaco-editor').first().waitFor()
    for (const side of ['variables', 'compress', 'parameters', 'cost']) {
      await page.getByTestId(`side-${side}`).click()
      await look(`side-${side}`)
    }
    for (const view of ['Parts', 'Caching']) {
      await page.getByTestId('cost-view').getByText(view).click()
      await look(`cost-${view}`)
    }
    await page.getByTestId('side-parameters').click()
    await page.getByTestId('add-tool').click()
    await page
      .getByTestId(/^tool-json-\d+$/)
      .locator('.monaco-editor')
      .first()
      .waitFor()
    await look('tools')
    await page.getByTestId('side-cost').click()
    await page.keyboard.press('Control+Shift+f')
    await page.getByTestId('find-bar').waitFor()
    await look('find')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Alt+g')
    await page.getByTestId('gutter-part').first().waitFor()
    await look('gutter')
    await page.keyboard.press('Alt+g')
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Go to, or do…').waitFor()
    await look('palette')
    await page.keyboard.press('Escape')
    await page.getByTestId('list-examples-0').click()
    await look('examples')
    await page.getByTestId('new-variant').click()
    await page.getByTestId('variant-tab-B').waitFor()
    await page.keyboard.press('Alt+h')
    await page.getByTestId('lineage-B').waitFor()
    await look('lineage')
    await page.getByText(/^Typing in /).click()
    await look('typing')
    await page.getByTestId('close-history').click()
    await page.keyboard.press('Control+d')
    await page.getByTestId('compare-view').locator('.monaco-diff-editor').first().waitFor()
    await look('compare')
    await page.getByTestId('stop-comparing').click()
    await page.getByTestId('new-partial').click()
    await page.getByTestId('name-field').fill('rules')
    await page.getByTestId('name-submit').click()
    await page.getByTestId('partial-editor').locator('.monaco-editor').first().waitFor()
    await look('partial')
    await page.getByTestId('prompt-item').first().click()
    await page.getByTestId('run').click()
    await page.getByTestId('new-run-preview').waitFor()
    await look('new-run')
    await page.keyboard.press('Escape')
    await page.getByTestId('rail-prompts').click()
    // Its further states are looked at where they are walked through: squeeze.test.ts, squeeze-standard.test.ts.
    await page.getByTestId('side-compress').click()
    await page.getByTestId('squeeze').click()
    await page.getByTestId('squeeze-preview').waitFor()
    await look('squeeze')
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])))
  })

  it('gives the focus to the first field of a dialog once it is read, and back to what opened it', async () => {
    const { page } = app
    const focused = () =>
      page.evaluate(() => {
        const { activeElement } = document
        return activeElement?.getAttribute('data-testid') ?? activeElement?.textContent
      })
    await page.getByTestId('rail-runs').click()
    const read = Promise.withResolvers<void>()
    await page.route('**/api/call/eval-sets.list', async (route) => {
      await read.promise
      await route.continue()
    })
    // What was read before is not waited for.
    await page.reload()
    await page.getByTestId('new-run').click()
    await expect.poll(focused).toBe('Cancel')
    read.resolve()
    await expect.poll(focused).toBe('new-run-prompt')
    await page.keyboard.press('Escape')
    await expect.poll(focused).toBe('new-run')
  })
})
