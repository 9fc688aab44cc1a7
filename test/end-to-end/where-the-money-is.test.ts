import type { Locator } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { renderMessages } from '../../shared/template/render-messages.ts'
import { describeInBrowser } from '../support/browser.ts'
import { openHostPage } from '../support/host-page.ts'
import { must } from '../support/must.ts'

describeInBrowser('where the money is, on the sample project, in a browser', () => {
  const app = openHostPage()
  const { call: ask } = app
  beforeAll(() => app.page.getByTestId('total-tokens').waitFor())

  /** Tokens of a row of the table. */
  async function tokensOf(row: Locator): Promise<number> {
    return Number((await row.locator('td').nth(1).innerText()).replaceAll(',', ''))
  }

  it('shows parts whose tokens add up to the whole', async () => {
    await app.page.getByTestId('cost-view').getByText('Parts').click()
    const table = app.page.getByTestId('breakdown')
    await table.waitFor()
    const messages = await table.locator('[data-kind="message"]').all()
    expect(messages).toHaveLength(2)
    let sum = 0
    for (const row of messages) sum += await tokensOf(row)
    for (const row of await table.locator('tbody tr:not([data-testid="part"])').all()) sum += await tokensOf(row)
    expect(sum).toBe(await tokensOf(app.page.getByTestId('breakdown-whole')))
  })

  it('names the variable with its mean and p95, and follows the text while it is typed', async () => {
    const variable = app.page.getByTestId('variable-tokens')
    await variable.first().waitFor()
    expect(await variable.first().innerText()).toMatch(/^review/)
    const first = app.page.getByTestId('breakdown').locator('[data-kind="message"]').first()
    const before = await tokensOf(first)
    await app.page.getByTestId('editor-0').locator('.monaco-editor').first().click()
    await app.page.keyboard.press('Control+Home')
    await app.page.keyboard.type('one two three four five ')
    await expect.poll(() => tokensOf(first)).toBe(before + 5)
    await app.page.keyboard.press('Shift+Home')
    await app.page.keyboard.press('Delete')
    await expect.poll(() => tokensOf(first)).toBe(before)
  })

  it('highlights the part that is pointed at and reveals the one that is clicked', async () => {
    const examples = app.page.getByTestId('breakdown').getByRole('button', { name: 'Your task', exact: true })
    await examples.hover()
    await app.page.locator('.monaco-editor .pointed-part').first().waitFor()
    await examples.click()
    const selected = await app.page.evaluate(() => {
      const focused = document.activeElement?.closest('[data-testid="editor-0"]')
      return { isFocused: focused !== null, lines: focused?.querySelectorAll('.selected-text').length ?? 0 }
    })
    expect(selected.isFocused).toBe(true)
    expect(selected.lines).toBeGreaterThan(3)
  })

  it('shows tokens and money beside each part on request, and they follow the text', async () => {
    expect(await app.page.getByTestId('part-gutter').count()).toBe(0)
    await app.page.getByTestId('editor-0').locator('.monaco-editor').first().click()
    await app.page.keyboard.press('Control+Home')
    await app.page.keyboard.press('Alt+g')
    const rows = app.page.getByTestId('gutter-part')
    await rows.first().waitFor()
    const table = app.page
      .getByTestId('breakdown')
      .locator('tr:not([data-kind="message"], [data-kind="section"])')
      .nth(1)
    const shown = (await table.innerText()).split(/\s+/).slice(-2)
    // What is seen, and for a screen reader the sentence of the tooltip after it.
    const said = (await rows.first().textContent()) ?? ''
    expect(said.slice(0, said.indexOf(':'))).toBe(shown.join(''))
    expect(said).toMatch(/: \d+ tokens, [\d.]+ % of the input\. ≈ \$.* per month/)
    const topOf = async () => (await rows.nth(1).boundingBox())?.y ?? 0
    const before = await topOf()
    await app.page.keyboard.type('One line more.\n\n')
    await expect.poll(topOf).toBe(before + 40)
    await rows.nth(1).click()
    await expect.poll(() => app.page.locator('[data-testid="editor-0"] .selected-text').count()).toBeGreaterThan(0)
    await app.page.getByTestId('message-tokens').first().click()
    await expect.poll(() => rows.count()).toBe(0)
    await app.page.getByTestId('editor-0').locator('.monaco-editor').first().click()
    await app.page.keyboard.press('Control+Home')
    await app.page.keyboard.press('Shift+ArrowDown')
    await app.page.keyboard.press('Shift+ArrowDown')
    await app.page.keyboard.press('Delete')
  })

  it('tells what caching would change, with the arrival pattern that is chosen', async () => {
    await app.page.getByTestId('cost-view').getByText('Caching').click()
    expect(await app.page.getByTestId('stable-prefix').innerText()).toMatch(
      /^[\d,]+ tokens are the same for every case/,
    )
    const forecast = app.page.getByTestId('caching-forecast').first()
    await forecast.waitFor()
    await app.page.getByTestId('calls-per-day').fill('2')
    await app.page.getByTestId('calls-per-day').press('Enter')
    await expect.poll(() => forecast.innerText()).toMatch(/costs \$/)
    await app.page.getByTestId('arrivals').click()
    await app.page.getByRole('option', { name: /in groups/ }).click()
    await app.page.getByTestId('burst-calls').waitFor()
    await expect.poll(() => forecast.innerText()).toMatch(/saves \$/)
  })

  it('previews a case exactly as a run would send it, and finds a case by its text', async () => {
    await app.page.getByTestId('preview-toggle').click()
    const preview = app.page.getByTestId('preview')
    await preview.waitFor()
    await preview.getByRole('button', { name: 'Preview the next case' }).click()
    await preview.getByRole('button', { name: 'Preview the next case' }).click()
    await expect.poll(() => app.page.getByTestId('pick-case').innerText()).toMatch(/^Case 3 of/)
    const [project] = await ask('projects.list', {})
    const projectId = must(project).id
    const [prompt] = await ask('prompts.list', { projectId })
    const [variant] = await ask('variants.list', { promptId: must(prompt).id })
    const [evalSet] = await ask('eval-sets.list', { projectId })
    const { cases } = await ask('cases.page', { evalSetId: must(evalSet).id, offset: 2, limit: 1 })
    const sent = renderMessages(must(variant).content.messages, must(cases[0]).variables)
    for (const [index, { content }] of sent.entries()) {
      expect(await app.page.getByTestId(`preview-${index}`).locator('pre').textContent()).toBe(content)
    }
    await app.page.getByTestId('preview-toggle').click()
    await app.page.keyboard.press('Alt+p')
    await app.page.getByTestId('pick-case').click()
    await app.page.getByTestId('search-cases').fill('terrible')
    await expect.poll(() => app.page.getByTestId('found-case').first().innerText()).toMatch(/terrible/i)
    await app.page.getByTestId('found-case').first().click()
    await expect.poll(() => app.page.getByTestId('preview-1').innerText()).toMatch(/terrible/i)
    expect(await app.page.getByTestId('case-costs').locator('tbody tr').count()).toBeGreaterThan(1)
  })

  it('names what stands against a case before anything is sent, and leads to its place', async () => {
    await app.page.getByTestId('preview-toggle').click()
    await app.page.getByTestId('editor-1').locator('.monaco-editor').first().click()
    await app.page.keyboard.press('Control+Home')
    await app.page.keyboard.type('Dear {{nobody}}, ')
    await app.page.getByTestId('preview-toggle').click()
    const problem = app.page.getByTestId('preview-problem')
    await expect.poll(() => problem.innerText()).toMatch(/^Message 2, line 1, column 8/)
    await problem.click()
    await app.page.getByTestId('messages').waitFor()
    const isInText = () => app.page.evaluate(() => document.activeElement?.closest('[data-testid="editor-1"]') !== null)
    await expect.poll(isInText).toBe(true)
  })
})
