import { readFileSync } from 'node:fs'
import type { Download } from 'playwright-core'
import { get_encoding } from 'tiktoken'
import { beforeEach, expect, it, onTestFailed } from 'vitest'
import { describeInBrowser } from '../support/browser.ts'
import { openHostPage } from '../support/host-page.ts'
import { must } from '../support/must.ts'

// The steps of one person's work, in their order: each goes on from where the one before ended.
describeInBrowser('the main job on the sample project, in a browser', () => {
  // Chromium itself logs a refused call (409: a format that cannot carry the model), which the page shows as a sentence.
  const app = openHostPage({ acceptDownloads: true, isExpected: (text) => text.includes('409') })

  beforeEach(({ task }) => {
    onTestFailed(() => void app.picture(`failed ${task.name.slice(0, 40)}`))
  })

  function rail(name: string) {
    return app.page.getByRole('navigation').getByRole('button', { name, exact: true })
  }

  async function numberIn(testId: string): Promise<number> {
    const text = await app.page.getByTestId(testId).first().innerText()
    return Number(/[\d,]+/.exec(text)?.[0]?.replaceAll(',', ''))
  }

  async function saved(button: () => Promise<void>): Promise<string> {
    const [download] = (await Promise.all([app.page.waitForEvent('download'), button()])) as [Download, unknown]
    return readFileSync(await download.path(), 'utf8')
  }

  it('opens on a sample project with its prompt and exact token count', async () => {
    await app.page.locator('.monaco-editor').first().waitFor()
    await expect.poll(() => numberIn('total-tokens')).toBe(862)
    expect(new URL(app.page.url()).hash).toBe('')
    await app.picture('1-open')
  })

  it('offers a tour that shows the five steps on the sample project and can be left', async () => {
    const tour = app.page.getByTestId('tour')
    await app.page.getByTestId('tour-start').click()
    await expect.poll(() => tour.innerText()).toContain('1 of 5')
    await app.page.getByTestId('tour-next').click()
    await app.page.getByTestId('side-compress').click()
    await app.page.getByTestId('tour-next').click()
    await app.page.getByTestId('tour-next').click()
    await expect.poll(() => tour.innerText()).toContain('There is no run here yet')
    await app.page.getByTestId('tour-leave').click()
    expect(await tour.count()).toBe(0)
    await rail('Prompts').click()
    expect(await app.page.getByTestId('tour-offer').count()).toBe(0)
    await app.page.getByRole('tab', { name: /Cost/ }).click()
  })

  it('counts what is typed as the reference tokenizer does, and saves it', async () => {
    const typed = ' Bitte 42 Wörter, naïve “quotes” 🙂 and {{review}}.'
    await app.page.locator('.monaco-editor').last().click()
    await app.page.keyboard.press('Control+End')
    await app.page.keyboard.insertText(typed)
    const encoding = get_encoding('o200k_base')
    const texts = await app.page.getByTestId('message-tokens').count()
    const project = must((await app.call('projects.list', {}))[0])
    const prompt = must((await app.call('prompts.list', { projectId: project.id }))[0])
    const templates = async () => {
      const variant = must((await app.call('variants.list', { promptId: prompt.id }))[0])
      return variant.content.messages.map(({ template }) => template)
    }
    // Saved a moment after the last key.
    await expect.poll(async () => (await templates()).at(-1)).toContain('Wörter')
    const whole = await templates()
    const expected = whole.reduce((sum, text) => sum + encoding.encode_ordinary(text).length, 0)
    encoding.free()
    expect(whole).toHaveLength(texts)
    await expect.poll(() => numberIn('total-tokens')).toBe(expected)
    await expect.poll(() => app.page.getByTestId('save-state').innerText()).toContain('Saved')
  })

  it('compresses by lossless edits into a new variant that is shorter', async () => {
    const before = await numberIn('total-tokens')
    await app.page.getByTestId('side-compress').click()
    await app.page.getByTestId('take-edits').click()
    await app.page.getByTestId('variant-tab-B').waitFor()
    await app.page.getByRole('tab', { name: /Cost/ }).click()
    await expect.poll(() => numberIn('total-tokens')).toBeLessThan(before - 10)
    await app.picture('2-compressed')
  })

  it('rewrites segments with a small model into a third variant', async () => {
    const before = await numberIn('total-tokens')
    await app.page.getByTestId('side-compress').click()
    await app.page.getByText('Rewrite by a model').click()
    await app.page.getByTestId('rewrite').click()
    await app.page.getByTestId('take-rewrites').click()
    await app.page.getByTestId('variant-tab-C').waitFor()
    await app.page.getByRole('tab', { name: /Cost/ }).click()
    await expect.poll(() => numberIn('total-tokens')).toBeLessThan(before)
  })

  it('imports cases from a CSV through a mapping step, and names the row that is wrong', async () => {
    await rail('Eval sets').click()
    await app.page.getByTestId('import-cases').click()
    const csv = '\uFEFFreview;mood\n"Good; really ""good""";positive\nbad\nAwful thing;negative\nIt is a box;neutral\n'
    const [chooser] = await Promise.all([
      app.page.waitForEvent('filechooser'),
      app.page.getByTestId('choose-file').click(),
    ])
    await chooser.setFiles({ name: 'moods.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
    await app.page.getByTestId('mapping-table').waitFor()
    await app.picture('3-import')
    expect(await app.page.getByTestId('import-problems').innerText()).toMatch(/Row 2, line 3/)
    await app.page.getByTestId('import-submit').click()
    expect(await app.page.getByTestId('import-outcome').innerText()).toContain('3')
    await app.page.getByTestId('import-close').click()
    await expect.poll(() => app.page.getByTestId('case-row').count()).toBe(3)
  })

  it('takes a long import back when it is cancelled', async () => {
    await app.page.getByTestId('import-cases').click()
    const csv = `review\n${Array.from({ length: 60_000 }, (_, index) => `Review ${index}`).join('\n')}\n`
    const [chooser] = await Promise.all([
      app.page.waitForEvent('filechooser'),
      app.page.getByTestId('choose-file').click(),
    ])
    await chooser.setFiles({ name: 'many.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
    await app.page.getByTestId('import-submit').click()
    await app.page.getByText('of 60,000 cases are stored').waitFor()
    await app.page.getByTestId('import-cancel').click()
    await expect.poll(() => app.page.getByTestId('import-submit').isEnabled()).toBe(true)
    await app.page.getByTestId('import-cancel').click()
    await expect.poll(() => app.page.getByTestId('mapping-table').count()).toBe(0)
    await expect.poll(() => app.page.getByTestId('case-row').count()).toBe(3)
    expect(await app.page.getByText('many', { exact: true }).count()).toBe(0)
  })

  it('shows calls and cost before a run, then fills the grid', async () => {
    await rail('Prompts').click()
    await app.page.getByTestId('run').click()
    await app.page.getByTestId('new-run-preview').waitFor()
    await expect.poll(() => app.page.getByTestId('new-run-preview').innerText()).toMatch(/\$/)
    await app.picture('4-new-run')
    await app.page.getByTestId('new-run-start').click()
    if (await app.page.getByTestId('new-run-confirm-text').isVisible())
      await app.page.getByTestId('new-run-start').click()
    await app.page.getByTestId('results-grid').waitFor()
    await expect.poll(() => app.page.getByTestId('run-state').innerText(), { timeout: 45_000 }).toContain('complete')
    await expect.poll(() => app.page.getByTestId('column-pass-rate').first().innerText()).toMatch(/\d+\.\d %/)
    await app.picture('5-results')
  })

  it('filters, opens a cell in full, and shows the chart', async () => {
    const countText = () => app.page.getByTestId('results-count').innerText()
    const all = await countText()
    await app.page.getByTestId('results-filter').getByText('Failed').click()
    await expect.poll(countText).not.toBe(all)
    await app.page.getByTestId('result-cell').first().click()
    await app.page.getByTestId('cell-output').waitFor()
    expect(await app.page.getByTestId('cell-assertion').count()).toBeGreaterThan(0)
    await app.page.keyboard.press('Escape')
    await app.page.getByText('Chart', { exact: true }).click()
    await app.page.getByTestId('frontier-chart').locator('svg').waitFor()
    await app.picture('6-chart')
    const svg = await saved(() => app.page.getByTestId('chart-svg').click())
    expect(svg).toContain('<svg')
    const png = await saved(() => app.page.getByTestId('chart-png').click())
    expect(png).toContain('PNG')
  })

  it('exports the shorter variant with its evidence, and says in code that a simulation proves nothing', async () => {
    await rail('Prompts').click()
    await app.page.getByTestId('variant-tab-B').click()
    await app.page.getByTestId('export').click()
    await app.page.getByTestId('export-format-markdown').click()
    const markdown = await saved(() => app.page.getByTestId('export-save').click())
    expect(markdown).toContain('Sentiment classifier')
    expect(markdown).toContain('{{review}}')
    expect(markdown).toContain('Evidence:')
    await app.page.getByTestId('export-format-python').click()
    await expect
      .poll(() => app.page.getByTestId('export-file').innerText())
      .toContain('unverified on a real model: on the simulation')
    await app.picture('7-export')
  })

  it('kept everything: a second window on the same library shows the three variants and the run', async () => {
    const second = await app.browser.newPage()
    await second.goto(app.host.url)
    for (const letter of ['A', 'B', 'C']) await second.getByTestId(`variant-tab-${letter}`).waitFor()
    await second.close()
  })

  it('wrote no error to the console', () => {
    expect(app.consoleErrors).toEqual([])
  })
})
