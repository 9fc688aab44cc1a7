import { expect, it } from 'vitest'
import { describeInBrowser } from '../support/browser.ts'
import { openHostPage } from '../support/host-page.ts'
import { look } from '../support/look.ts'

/** The machine may be busy with other tests. */
const LONG_MS = 90_000

describeInBrowser('a squeeze of the sample, in a browser', () => {
  const app = openHostPage()

  const text = (testId: string) => app.page.getByTestId(testId).first().innerText()
  const startButton = () => app.page.locator('[data-testid="squeeze-start"]:enabled')

  it('is the main action under Compress, and tells calls, cost and rules before anything is asked', async () => {
    await app.page.locator('.monaco-editor').first().waitFor()
    await app.page.getByTestId('side-compress').click()
    await app.page.getByTestId('squeeze').click()
    await app.page.getByTestId('squeeze-preview').waitFor()
    await app.page.getByTestId('squeeze-mode-quick').check()
    await expect.poll(() => text('squeeze-preview')).toContain('≤ 60')
    await app.page.getByTestId('squeeze-mode-standard').check()
    await expect.poll(() => text('squeeze-preview')).toMatch(/≤ 1,300[\s\S]*≈ \$[\d.]+ to \$[\d.]+[\s\S]*100 \/ 66/)
    expect(await text('status-spend')).toBe('Spent today $0')
    await look(app, 'squeeze-start')
  })

  it('refuses to start with a limit of $0, and with cases also without one', async () => {
    await app.page.getByTestId('squeeze-mode-quick').check()
    await app.page.getByTestId('squeeze-limit').fill('0')
    await app.page.getByText('Enter more than $0, or nothing.').waitFor()
    expect(await startButton().count()).toBe(0)
    await app.page.getByTestId('squeeze-limit').fill('')
    await startButton().waitFor()
    await app.page.getByTestId('squeeze-mode-standard').check()
    await app.page.getByText('Enter a limit.').waitFor()
    expect(await startButton().count()).toBe(0)
    await app.page.getByTestId('squeeze-limit').fill('5')
    await startButton().waitFor()
    await app.page.getByTestId('squeeze-more').click()
    const margin = app.page.getByTestId('squeeze-margin')
    await margin.fill('2.05')
    await margin.press('Backspace')
    await margin.press('7')
    expect(await margin.inputValue()).toBe('2.07')
    await margin.fill('')
    await app.page.getByTestId('squeeze-more').click()
  })

  it('lets the rules be edited: one given up, one added in the prompt’s own words, none that it does not say', async () => {
    const rules = app.page.getByTestId('squeeze-rule')
    const before = await rules.count()
    await rules.nth(3).getByRole('checkbox').uncheck()
    await app.page.getByTestId('squeeze-add-words').fill('the moon is made of cheese')
    await app.page.getByTestId('squeeze-add-rule').click()
    await app.page.getByText('These words do not stand in the prompt').waitFor()
    await app.page.getByTestId('squeeze-add-words').fill('satisfied or impressed')
    await app.page.getByTestId('squeeze-add-rule').click()
    await expect.poll(() => rules.count()).toBe(before + 1)
    expect(await rules.first().innerText()).toContain('satisfied or impressed')
    expect(await text('squeeze-ledger')).toContain('This is your list')
    await app.page.getByRole('button', { name: 'Back to what was read' }).click()
    await expect.poll(() => rules.count()).toBe(before)
  })

  it('freezes a segment by a tick', async () => {
    await app.page.getByTestId('squeeze-segments-tab').click()
    const first = app.page.getByTestId('squeeze-segments').getByRole('listitem').first()
    await first.getByRole('checkbox').check()
    await expect.poll(() => first.innerText()).toContain('frozen')
    await first.getByRole('checkbox').uncheck()
    await look(app, 'squeeze-segments')
  })

  it('Quick ends unverified with edits to choose, which become a variant', { timeout: LONG_MS }, async () => {
    await app.page.getByTestId('squeeze-mode-quick').check()
    await startButton().click()
    await app.page.getByTestId('squeeze-result').waitFor({ timeout: LONG_MS })
    expect(await text('squeeze-state')).toBe('finished')
    expect(await text('squeeze-proof')).toBe('unverified')
    await expect.poll(() => text('squeeze-check')).toContain('every gate passes')
    const before = await text('squeeze-check')
    const taken = app.page.locator('[data-testid="squeeze-edit"][data-taken="true"]').last()
    await taken.getByRole('checkbox').uncheck()
    await expect.poll(() => text('squeeze-check')).not.toBe(before)
    await expect.poll(() => text('squeeze-check')).toContain('every gate passes')
    await look(app, 'squeeze-quick')
    await app.page.getByTestId('squeeze-take').click()
    await expect.poll(() => text('squeeze-saved')).toMatch(/Saved as variant [B-D]/)
    await app.page.getByTestId('squeeze-open-variant').click()
    await app.page.getByTestId('variant-tab-B').waitFor()
  })

  it('lists the squeeze of the prompt, and wrote no error to the console', async () => {
    await app.page.keyboard.press('Alt+S')
    await expect.poll(() => app.page.getByTestId('squeeze-item').count()).toBe(1)
    expect(app.consoleErrors).toEqual([])
  })
})
