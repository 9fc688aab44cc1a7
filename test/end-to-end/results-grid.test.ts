import { readFileSync } from 'node:fs'
import type { Browser, Download, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { hostileTexts } from '../fixtures/hostile-outputs.ts'
import { describeInBrowser, launchBrowser } from '../support/browser.ts'
import { tempFolder } from '../support/fake-ports.ts'
import { keyboardOf } from '../support/keyboard.ts'
import { must } from '../support/must.ts'
import { storeOptions } from '../support/store-options.ts'
import { startWebHost, type WebHost } from '../support/web-host.ts'
import { writeGridLibrary } from '../support/write-grid-library.ts'

const markdown = '# Title\n\n**bold** <b>raw</b> [link](https://leak.example/) ![p](https://leak.example/p.png)'
const json = '{"label":"refund","items":[1,{"deep":true}]}'

/** All of them are walked through in hostile-text.test.ts. */
const someHostile = hostileTexts.filter((_, index) => index % 20 === 0)

/** Machines that do other work take their time. */
const soon = { timeout: 15_000 }

// A recorded run of 400 × 8 cells, some of them hostile, read as a person decides by it.
describeInBrowser('the grid of a recorded run', () => {
  const folder = tempFolder()
  const foreign: string[] = []
  let host: WebHost
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    const path = folder.file('library.sqlite')
    const texts = [markdown, json, ...someHostile]
    for (const seed of [1, 2])
      await writeGridLibrary(path, storeOptions(), { rows: 400, columns: 8, seed, runName: `Recorded ${seed}`, texts })
    host = await startWebHost(path)
    browser = await launchBrowser()
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== new URL(host.url).origin)
        foreign.push(request.url())
    })
    page.on('dialog', (dialog) => void dialog.dismiss().then(() => foreign.push(dialog.message())))
    await page.goto(host.url)
    await page.getByTestId('rail-runs').waitFor()
    await page.evaluate(async () => {
      const headers = {
        authorization: `Bearer ${sessionStorage.getItem('pithy-token')}`,
        'content-type': 'application/json',
      }
      const reply = await fetch('./api/call/projects.list', { method: 'POST', headers, body: '{}' })
      const project = (await reply.json()).value.find((one: { name: string }) => one.name === 'Grid')
      localStorage.setItem('pithy.project', JSON.stringify(project.id))
      history.replaceState({ pithy: { page: 'runs' } }, '')
    })
    await page.reload()
    await page.getByText('Recorded 1').first().click()
    await page.getByTestId('result-cell').first().waitFor()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await host?.close()
    folder.remove()
  })

  const count = () => page.getByTestId('results-count').innerText()
  const pressed = (mark: string) => page.getByTestId(mark).getAttribute('aria-pressed')
  const shownCells = () => page.getByTestId('result-cell').count()

  it('keeps only what is in sight in the page, in both directions', async () => {
    expect(await count()).toBe('400 cases')
    expect(await shownCells()).toBeLessThan(150)
    await page.getByTestId('results-grid').evaluate((grid) => grid.scrollTo({ top: 1e9, left: 1e9 }))
    await expect.poll(() => page.getByText('tok').count(), soon).toBeGreaterThan(0)
    await expect.poll(async () => await page.getByTestId('results-grid').innerText(), soon).toMatch(/\b400\b/)
    expect(await shownCells()).toBeLessThan(150)
    await page.getByTestId('results-grid').evaluate((grid) => grid.scrollTo({ top: 0, left: 0 }))
  })

  it('goes on by the arrows where the keys were, after they were elsewhere, and where a filter took the row away', async () => {
    const grid = page.getByTestId('results-grid')
    const focused = () => page.evaluate(() => document.activeElement?.firstElementChild?.textContent ?? null)
    await grid.focus()
    for (const key of ['ArrowDown', 'PageDown', 'PageDown']) await page.keyboard.press(key)
    await expect.poll(focused, soon).toContain('Case 21,')
    await page.getByTestId('results-search').focus()
    await grid.focus()
    await page.keyboard.press('ArrowDown')
    await expect.poll(focused, soon).toContain('Case 21,')
    // A cell that is scrolled away leaves the focus to the grid, and the keys come back to it.
    await grid.evaluate((element) => element.scrollTo({ top: 1e9 }))
    await expect.poll(() => page.evaluate(() => document.activeElement?.role), soon).toBe('table')
    await page.keyboard.press('ArrowDown')
    await expect.poll(focused, soon).toContain('Case 21,')
    // What was opened elsewhere and is closed keeps its place.
    const other = page.getByRole('button', { name: /^Case 22, A on / }).first()
    await other.click()
    await page.getByTestId('cell-detail').waitFor()
    await page.keyboard.press('Escape')
    await page.getByTestId('cell-detail').waitFor({ state: 'detached' })
    await expect.poll(focused, soon).toContain('Case 22,')
    await other.click()
    await page.getByTestId('results-search').fill('Title')
    await page.getByTestId('cell-detail').waitFor({ state: 'detached' })
    await expect.poll(count, soon).toMatch(/^\d of 400 cases$/)
    await grid.focus()
    await page.keyboard.press('ArrowDown')
    await expect.poll(focused, soon).toContain('Case 1,')
    await page.getByTestId('results-search').fill('')
    await expect.poll(count, soon).toBe('400 cases')
  })

  it('filters by conditions and patterns, and a reload finds the same view again', async () => {
    await page.getByTestId('results-conditions').click()
    await page.getByTestId('add-condition').click()
    await page.keyboard.press('Escape')
    await expect.poll(count, soon).toMatch(/^\d+ of 400 cases$/)
    const narrowed = await count()
    await page.reload()
    await expect.poll(count, soon).toBe(narrowed)
    await page.getByTestId('results-conditions').click()
    await page.getByText('Show all rows').click()
    await page.keyboard.press('Escape')
    await page.getByTestId('filter-menu').waitFor({ state: 'hidden' })
    await page.getByTestId('results-regex').click()
    await page.getByTestId('results-search').fill('^#\\s+Title')
    await expect.poll(count, soon).toBe('7 of 400 cases')
    await page.getByTestId('results-search').fill('(')
    await page.getByText('is not valid').first().waitFor()
    await page.getByTestId('results-search').fill('')
    await expect.poll(count, soon).toBe('400 cases')
  })

  it('shows an output as text, Markdown and JSON without running, loading or linking anything', async () => {
    await page.getByTestId('result-cell').first().click()
    await page.getByTestId('output-form').getByText('Markdown').click()
    const output = page.getByTestId('cell-output')
    await expect.poll(() => output.locator('strong').innerText(), soon).toBe('bold')
    expect(await output.locator('a, img, b').count()).toBe(0)
    for (let row = 0; row < someHostile.length; row++) await page.keyboard.press('j')
    expect(await page.evaluate(() => Reflect.get(window, '__hit') ?? null)).toBeNull()
    expect(foreign).toEqual([])
    await page.getByTestId('output-form').getByText('Text').click()
    await page.getByTestId('cell-close').click()
  })

  it('keeps thumbs and highlights, and takes them back', async () => {
    await page.getByTestId('results-grid').evaluate((grid) => grid.scrollTo({ top: 0 }))
    await expect.poll(() => page.getByTestId('result-cell').first().innerText(), soon).toContain('Case 1,')
    await page.getByTestId('result-cell').first().click()
    await page.getByTestId('mark-star').click()
    await expect.poll(() => page.getByTestId('mark-star').getAttribute('aria-pressed'), soon).toBe('true')
    await page.getByTestId('mark-good').click()
    const firstCell = () => page.getByTestId('result-cell').first().innerText()
    await expect.poll(firstCell, soon).toContain('★ good')
    await page.getByTestId('undo').last().click()
    await expect.poll(firstCell, soon).not.toContain('good')
    expect(await pressed('mark-good')).toBe('false')
    // What was taken back does not come again with the next mark, and an older step is taken back alone.
    await page.getByTestId('mark-bad').click()
    await page.getByTestId('mark-label').fill('mine')
    await page.getByTestId('mark-label').blur()
    await page.getByRole('status').filter({ hasText: 'Marked as bad.' }).getByTestId('undo').click()
    await expect.poll(firstCell, soon).toContain('★ mine')
    expect(await pressed('mark-bad')).toBe('false')
    await page.getByTestId('results-conditions').click()
    await page.getByText('Highlighted by you').click()
    await expect.poll(count, soon).toBe('1 of 400 cases')
    await page.getByText('Show all rows').click()
    await page.keyboard.press('Escape')
  })

  it('takes no score above 1, and keeps a comment that is being typed when the page goes', async () => {
    await page.getByTestId('result-cell').first().click()
    await page.getByTestId('mark-score').pressSequentially('7')
    expect(await page.getByTestId('mark-score').inputValue()).toBe('')
    await page.getByTestId('mark-score').pressSequentially('0.05')
    await page.getByTestId('mark-comment').fill('Half a thou')
    expect(await page.getByTestId('mark-score').inputValue()).toBe('0.05')
    await page.reload()
    await expect.poll(() => page.getByTestId('result-cell').first().innerText(), soon).toContain('★ 0.05 mine ✎')
  })

  it('asks errors again only after it has said what that costs', async () => {
    expect(await page.getByTestId('run-strip').innerText()).not.toContain('failed')
    await page.getByTestId('run-resume').click()
    await page.getByText('and will take ≈ $').waitFor()
    expect(await page.getByTestId('resume-confirm').innerText()).toBe('Ask again')
    await page.getByText('Not now').click()
    await page.getByTestId('column-menu').first().click()
    await page.getByText('Ask this column again…').click()
    await page.getByText('400 calls without the cache').waitFor()
    await page.getByText('Not now').click()
  })

  it('shows cost first and whole, compares with a pinned column, and keeps its figures in a narrow pane', async () => {
    const fits = (locator: Locator) => locator.evaluate((element) => element.scrollWidth <= element.clientWidth)
    const figures = page.getByTestId('cell-figures').nth(1)
    expect(await figures.innerText()).toMatch(/^[\d.,]+ µ\$ · /)
    expect(await figures.getAttribute('title')).toMatch(/^cost \$0\.0/)
    await page.getByTestId('column-menu').first().click()
    await page.getByText('Compare the others with this').click()
    const second = page.getByTestId('results-column').nth(1)
    await expect.poll(() => second.innerText(), soon).toMatch(/points.+ %.+tok.+ %.+p95.+ %/s)
    await page.getByTitle('Score against the baseline').first().waitFor()
    await page.getByTestId('result-cell').first().click()
    await page.getByTestId('cell-detail').waitFor()
    expect(await fits(page.getByTestId('results-toolbar'))).toBe(true)
  })

  it('opens a link in a tab without a token, and a file, with their baseline, folding and open cell', async () => {
    const choose = (testId: string) =>
      page
        .getByTestId('view-menu')
        .click()
        .then(() => page.getByTestId(testId).click())
    await page.getByTestId('results-columns').click()
    await page.getByLabel('Outputs', { exact: true }).selectOption('1')
    await page.keyboard.press('Escape')
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await choose('copy-view-link')
    await page.getByText('Copied a link').waitFor()
    const [download] = await Promise.all([page.waitForEvent('download') as Promise<Download>, choose('save-view-file')])
    await page.getByTestId('cell-close').click()
    await page.getByTestId('column-menu').first().click()
    await page.getByText('Do not compare with this').click()
    await page.getByTestId('open-view-file').setInputFiles(await download.path())
    await page.getByTestId('cell-detail').waitFor()
    const titleOf = (on: Page) => on.getByTestId('cell-detail').locator('h2').first().innerText()
    await page.getByTestId('results-column').first().getByText('baseline').waitFor()
    const other = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await other.goto(await page.evaluate(() => navigator.clipboard.readText()))
    await other.getByTestId('token').fill(host.url)
    await other.getByTestId('use-token').click()
    await other.getByTestId('results-column').first().getByText('baseline').waitFor()
    expect(await titleOf(page)).toContain('Case 1')
    await expect.poll(() => titleOf(other), soon).toBe(await titleOf(page))
    await other.getByTestId('results-columns').click()
    expect(await other.getByLabel('Outputs', { exact: true }).inputValue()).toBe('1')
    await other.close()
    await page.getByTestId('cell-close').click()
    await page.getByTestId('column-menu').first().click()
    await page.getByText('Do not compare with this').click()
  })

  it('removes a saved view by the keys, without opening it, and brings it back', async () => {
    const open = () => page.getByTestId('view-menu').click()
    await open()
    await page.getByTestId('save-view').click()
    await page.getByTestId('name-field').fill('All of it')
    await page.keyboard.press('Enter')
    await page.getByTestId('results-search').fill('Title')
    await expect.poll(count, soon).toMatch(/^\d of 400 cases$/)
    await open()
    await keyboardOf(page).arrowTo('[data-testid="remove-view"]', 'ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('status').filter({ hasText: 'Removed the view "All of it".' }).getByTestId('undo').click()
    expect(await count()).toMatch(/^\d of 400 cases$/)
    await open()
    await page.getByTestId('saved-view').click()
    await expect.poll(count, soon).toBe('400 cases')
  })

  it('sorts by what costs least, and says with which column rows disagree', async () => {
    await page.getByTestId('column-menu').first().click()
    await page.getByText('Sort the cases by').hover()
    await page.getByText('Cost, lowest first').click()
    expect(await page.getByTestId('results-sort').innerText()).toMatch(/^by cost of A.*, lowest first$/)
    // No column is pinned here: the difference of any two will do.
    await page.getByTestId('column-menu').first().click()
    await page.getByText('Sort by the difference to').hover()
    const differences = page.getByRole('menu').filter({ hasText: 'Lost most score first' }).last()
    expect(must(await differences.boundingBox()).height).toBeGreaterThan(200)
    const ofB = differences.getByRole('group', { name: /^B on / }).last()
    await ofB.getByText('Lost most score first').click()
    expect(await page.getByTestId('results-sort').innerText()).toMatch(/^by score of A.* minus B.*, lowest first$/)
    await page.getByTestId('results-sort').click()
    await page.getByTestId('results-conditions').click()
    await page.getByTestId('filter-menu').getByText('Disagreeing with A on').click()
    await page.getByTestId('results-column').first().getByText('compared with').waitFor()
    await page.getByText('Show all rows').click()
    await page.keyboard.press('Escape')
  })

  it('draws every chart with its numbers, and saves each as PNG, SVG and CSV', async () => {
    await page.getByTestId('run-tab').getByText('Chart').click()
    const labels = ['Cost by token class', 'Cost concentration', 'Scores', 'Latency', 'Case by case', 'Over time']
    for (const label of labels) {
      await page.getByTestId('chart-list').getByText(label).click()
      await page.getByTestId('run-chart').locator('svg').first().waitFor()
      await expect.poll(() => page.getByTestId('chart-numbers').locator('tbody tr').count(), soon).toBeGreaterThan(0)
    }
    const save = async (format: string) => {
      const [download] = await Promise.all([
        page.waitForEvent('download') as Promise<Download>,
        page.getByTestId(`chart-${format}`).click(),
      ])
      return readFileSync(await download.path())
    }
    expect((await save('png')).subarray(1, 4).toString()).toBe('PNG')
    expect((await save('svg')).toString()).toContain('<title>Quality over time: Recorded 1</title>')
    expect((await save('csv')).toString().split('\r\n').length).toBeGreaterThan(8)
    expect(foreign).toEqual([])
  })
})
