import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Download, Page } from 'playwright-core'
import { get_encoding } from 'tiktoken'
import { afterAll, beforeAll, beforeEach, expect, it, onTestFailed } from 'vitest'
import { describeInBrowser, launchBrowser } from '../support/browser.ts'
import { tempFolder } from '../support/fake-ports.ts'
import { startWebHost, type WebHost } from '../support/web-host.ts'

// `npm run pictures` keeps them for the README.
const pictures = process.env.PITHY_PICTURES ?? path.join(import.meta.dirname, '../../artifacts')

// The steps of one person's work, in their order: each goes on from where the one before ended.
describeInBrowser('the main job on the sample project, in a browser', () => {
  const folder = tempFolder()
  const consoleErrors: string[] = []
  let host: WebHost
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    host = await startWebHost(folder.file('library.sqlite'))
    browser = await launchBrowser()
    page = await browser.newPage({ viewport: { width: 1280, height: 800 }, acceptDownloads: true })
    page.setDefaultTimeout(15_000)
    page.on('console', (message) => {
      // Chromium itself logs a refused call (409: a format that cannot carry the model), which the page shows as a sentence.
      if (message.type() === 'error' && !message.text().includes('409')) consoleErrors.push(message.text())
    })
    page.on('pageerror', (error) => consoleErrors.push(error.message))
    await page.goto(host.url)
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
    folder.remove()
  })

  beforeEach(({ task }) => {
    onTestFailed(() => void picture(`failed ${task.name.slice(0, 40)}`))
  })

  function picture(name: string): Promise<unknown> {
    return page.screenshot({ path: path.join(pictures, `${name}.png`) })
  }

  function rail(name: string) {
    return page.getByRole('navigation').getByRole('button', { name, exact: true })
  }

  async function numberIn(testId: string): Promise<number> {
    const text = await page.getByTestId(testId).first().innerText()
    return Number(/[\d,]+/.exec(text)?.[0]?.replaceAll(',', ''))
  }

  async function saved(button: () => Promise<void>): Promise<string> {
    const [download] = (await Promise.all([page.waitForEvent('download'), button()])) as [Download, unknown]
    return readFileSync(await download.path(), 'utf8')
  }

  it('opens on a sample project with its prompt and exact token count', async () => {
    await page.locator('.monaco-editor').first().waitFor()
    await expect.poll(() => numberIn('total-tokens')).toBe(862)
    expect(new URL(page.url()).hash).toBe('')
    await picture('1-open')
  })

  it('counts what is typed as the reference tokenizer does, and saves it', async () => {
    const typed = ' Bitte 42 Wörter, naïve “quotes” 🙂 and {{review}}.'
    await page.locator('.monaco-editor').last().click()
    await page.keyboard.press('Control+End')
    await page.keyboard.insertText(typed)
    const encoding = get_encoding('o200k_base')
    const texts = await page.getByTestId('message-tokens').count()
    const whole = await page.evaluate(async () => {
      const token = sessionStorage.getItem('pithy.token') ?? Object.values(sessionStorage)[0]
      const ask = async (name: string, input: unknown) => {
        const response = await fetch(`./api/call/${name}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify(input),
        })
        return (await response.json()).value
      }
      for (;;) {
        const [project] = await ask('projects.list', {})
        const [prompt] = await ask('prompts.list', { projectId: project.id })
        const [variant] = await ask('variants.list', { promptId: prompt.id })
        const templates = variant.content.messages.map((message: { template: string }) => message.template)
        // Saved a moment after the last key; the loop ends with it or with the test's deadline.
        if (templates.at(-1).includes('Wörter')) return templates as string[]
        await new Promise((resolve) => requestAnimationFrame(resolve))
      }
    })
    const expected = whole.reduce((sum, text) => sum + encoding.encode_ordinary(text).length, 0)
    encoding.free()
    expect(whole).toHaveLength(texts)
    await expect.poll(() => numberIn('total-tokens')).toBe(expected)
    await expect.poll(() => page.getByTestId('save-state').innerText()).toContain('Saved')
  })

  it('compresses by lossless edits into a new variant that is shorter', async () => {
    const before = await numberIn('total-tokens')
    await page.getByTestId('side-compress').click()
    await page.getByTestId('take-edits').click()
    await page.getByTestId('variant-tab-B').waitFor()
    await page.getByRole('tab', { name: /Cost/ }).click()
    await expect.poll(() => numberIn('total-tokens')).toBeLessThan(before - 10)
    await picture('2-compressed')
  })

  it('rewrites segments with a small model into a third variant', async () => {
    const before = await numberIn('total-tokens')
    await page.getByTestId('side-compress').click()
    await page.getByText('Rewrite by a model').click()
    await page.getByTestId('rewrite').click()
    await page.getByTestId('take-rewrites').click()
    await page.getByTestId('variant-tab-C').waitFor()
    await page.getByRole('tab', { name: /Cost/ }).click()
    await expect.poll(() => numberIn('total-tokens')).toBeLessThan(before)
  })

  it('imports cases from a CSV through a mapping step, and names the row that is wrong', async () => {
    await rail('Eval sets').click()
    await page.getByTestId('import-cases').click()
    const csv = '\uFEFFreview;mood\n"Good; really ""good""";positive\nbad\nAwful thing;negative\nIt is a box;neutral\n'
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByTestId('choose-file').click()])
    await chooser.setFiles({ name: 'moods.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
    await page.getByTestId('mapping-table').waitFor()
    await picture('3-import')
    expect(await page.getByTestId('import-problems').innerText()).toMatch(/Row 2, line 3/)
    await page.getByTestId('import-submit').click()
    expect(await page.getByTestId('import-outcome').innerText()).toContain('3')
    await page.getByTestId('import-close').click()
    await expect.poll(() => page.getByTestId('case-row').count()).toBe(3)
  })

  it('takes a long import back when it is cancelled', async () => {
    await page.getByTestId('import-cases').click()
    const csv = `review\n${Array.from({ length: 60_000 }, (_, index) => `Review ${index}`).join('\n')}\n`
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByTestId('choose-file').click()])
    await chooser.setFiles({ name: 'many.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
    await page.getByTestId('import-submit').click()
    await page.getByText('of 60,000 cases are stored').waitFor()
    await page.getByTestId('import-cancel').click()
    await expect.poll(() => page.getByTestId('import-submit').isEnabled()).toBe(true)
    await page.getByTestId('import-cancel').click()
    await expect.poll(() => page.getByTestId('mapping-table').count()).toBe(0)
    await expect.poll(() => page.getByTestId('case-row').count()).toBe(3)
    expect(await page.getByText('many', { exact: true }).count()).toBe(0)
  })

  it('shows calls and cost before a run, then fills the grid', async () => {
    await rail('Prompts').click()
    await page.getByTestId('run').click()
    await page.getByTestId('new-run-preview').waitFor()
    await expect.poll(() => page.getByTestId('new-run-preview').innerText()).toMatch(/\$/)
    await picture('4-new-run')
    await page.getByTestId('new-run-start').click()
    if (await page.getByTestId('new-run-confirm-text').isVisible()) await page.getByTestId('new-run-start').click()
    await page.getByTestId('results-grid').waitFor()
    await expect.poll(() => page.getByTestId('run-state').innerText(), { timeout: 45_000 }).toContain('complete')
    await expect.poll(() => page.getByTestId('column-pass-rate').first().innerText()).toMatch(/\d+\.\d %/)
    await picture('5-results')
  })

  it('filters, opens a cell in full, and shows the chart', async () => {
    const countText = () => page.getByTestId('results-count').innerText()
    const all = await countText()
    await page.getByTestId('results-filter').getByText('Failed').click()
    await expect.poll(countText).not.toBe(all)
    await page.getByTestId('result-cell').first().click()
    await page.getByTestId('cell-output').waitFor()
    expect(await page.getByTestId('cell-assertion').count()).toBeGreaterThan(0)
    await page.keyboard.press('Escape')
    await page.getByText('Chart', { exact: true }).click()
    await page.getByTestId('frontier-chart').locator('svg').waitFor()
    await picture('6-chart')
    const svg = await saved(() => page.getByTestId('chart-svg').click())
    expect(svg).toContain('<svg')
    const png = await saved(() => page.getByTestId('chart-png').click())
    expect(png).toContain('PNG')
  })

  it('exports the shorter variant with its evidence, and says in code that a simulation proves nothing', async () => {
    await rail('Prompts').click()
    await page.getByTestId('variant-tab-B').click()
    await page.getByTestId('export').click()
    await page.getByTestId('export-format-markdown').click()
    const markdown = await saved(() => page.getByTestId('export-save').click())
    expect(markdown).toContain('Sentiment classifier')
    expect(markdown).toContain('{{review}}')
    expect(markdown).toContain('Evidence:')
    await page.getByTestId('export-format-python').click()
    await expect
      .poll(() => page.getByTestId('export-file').innerText())
      .toContain('unverified on a real model: on the simulation')
    await picture('7-export')
  })

  it('kept everything: a second window on the same library shows the three variants and the run', async () => {
    const second = await browser.newPage()
    await second.goto(host.url)
    for (const letter of ['A', 'B', 'C']) await second.getByTestId(`variant-tab-${letter}`).waitFor()
    await second.close()
  })

  it('wrote no error to the console', () => {
    expect(consoleErrors).toEqual([])
  })
})
