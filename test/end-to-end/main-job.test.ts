import { readFileSync } from 'node:fs'
import type { Download } from 'playwright-core'
import { get_encoding } from 'tiktoken'
import { beforeAll, beforeEach, expect, it, onTestFailed } from 'vitest'
import { describeInBrowser } from '../support/browser.ts'
import { openHostPage } from '../support/host-page.ts'
import { type Keyboard, keyboardOf } from '../support/keyboard.ts'
import { must } from '../support/must.ts'

// The steps of one person's work, in their order: each goes on from where the one before ended. That person has no mouse.
describeInBrowser('the main job on the sample project, in a browser, by the keyboard alone', () => {
  // Chromium itself logs a refused call (409: a format that cannot carry the model), which the page shows as a sentence.
  const app = openHostPage({ acceptDownloads: true, isExpected: (text) => text.includes('409') })

  let keys: Keyboard
  beforeAll(() => {
    keys = keyboardOf(app.page)
  })
  beforeEach(({ task }) => {
    onTestFailed(() => void app.picture(`failed ${task.name.slice(0, 40)}`))
  })

  /** Arrows go round the formats. */
  async function format(id: string): Promise<void> {
    await keys.tabTo('fieldset', 'Shift+Tab')
    await keys.arrowTo(at(`export-format-${id}`), 'ArrowDown')
  }

  async function numberIn(testId: string): Promise<number> {
    const text = await app.page.getByTestId(testId).first().innerText()
    return Number(/[\d,]+/.exec(text)?.[0]?.replaceAll(',', ''))
  }

  async function saved(button: string): Promise<string> {
    const [download] = (await Promise.all([app.page.waitForEvent('download'), keys.enter(button)])) as [
      Download,
      unknown,
    ]
    return readFileSync(await download.path(), 'utf8')
  }

  async function choose(file: { name: string; text: string }): Promise<void> {
    await keys.press('Control+i')
    await keys.dialog()
    const [chooser] = await Promise.all([app.page.waitForEvent('filechooser'), keys.enter(at('choose-file'))])
    await chooser.setFiles({ name: file.name, mimeType: 'text/csv', buffer: Buffer.from(file.text) })
    await app.page.getByTestId('mapping-table').waitFor()
  }

  /** From the side's tab that is open to another; the arrows open what they come to. */
  async function side(from: string, arrow: 'ArrowLeft' | 'ArrowRight'): Promise<void> {
    await keys.tabTo(at(`side-${from}`))
    await keys.press(arrow)
    await keys.press(arrow)
  }

  it('opens on a sample project with its prompt and exact token count', async () => {
    await app.page.locator('.monaco-editor').first().waitFor()
    await expect.poll(() => numberIn('total-tokens')).toBe(862)
    expect(new URL(app.page.url()).hash).toBe('')
    await app.picture('1-open')
  })

  it('offers a tour that shows the five steps on the sample project and can be left', async () => {
    const tour = app.page.getByTestId('tour')
    await keys.enter(at('tour-start'))
    await expect.poll(() => tour.innerText()).toContain('1 of 5')
    // The focus is on Next from the start.
    for (let step = 0; step < 3; step++) await keys.enter(at('tour-next'))
    await expect.poll(() => tour.innerText()).toContain('There is no run here yet')
    // What draws the card anew leaves the focus where it is.
    await app.page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
    await app.page.goBack()
    await app.page.getByTestId('total-tokens').waitFor()
    expect(await keys.isOn(at('tour-next'))).toBe(false)
    await app.page.goForward()
    await keys.enter(at('tour-leave'), 'Shift+Tab')
    expect(await tour.count()).toBe(0)
    await keys.palette('go to prompts')
    expect(await app.page.getByTestId('tour-offer').count()).toBe(0)
  })

  it('counts what is typed as the reference tokenizer does, and saves it', async () => {
    const typed = ' Bitte 42 Wörter, naïve “quotes” 🙂 and {{review}}.'
    await app.page.locator('[data-testid="editor-1"][data-ready="true"]').waitFor()
    await keys.press('Alt+m')
    await keys.tabTo(at('editor-1'))
    await keys.press('Control+End')
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
    await side('cost', 'ArrowRight')
    await keys.enter(at('take-edits'))
    await app.page.getByTestId('variant-tab-B').waitFor()
    await side('compress', 'ArrowLeft')
    await expect.poll(() => numberIn('total-tokens')).toBeLessThan(before - 10)
    await app.picture('2-compressed')
  })

  it('rewrites segments with a small model into a third variant', async () => {
    const before = await numberIn('total-tokens')
    await side('cost', 'ArrowRight')
    await keys.tabTo('[aria-label="How to compress by hand"]')
    await keys.press('ArrowRight')
    await keys.enter(at('rewrite'))
    await keys.enter(at('take-rewrites'))
    await app.page.getByTestId('variant-tab-C').waitFor()
    await side('compress', 'ArrowLeft')
    await expect.poll(() => numberIn('total-tokens')).toBeLessThan(before)
  })

  it('imports cases from a CSV through a mapping step, and names the row that is wrong', async () => {
    await keys.palette('go to eval sets')
    await app.page.getByTestId('case-row').first().waitFor()
    const csv = '\uFEFFreview;mood\n"Good; really ""good""";positive\nbad\nAwful thing;negative\nIt is a box;neutral\n'
    await choose({ name: 'moods.csv', text: csv })
    await app.picture('3-import')
    expect(await app.page.getByTestId('import-problems').innerText()).toMatch(/Row 2, line 3/)
    expect(await app.page.getByTestId('import-no-expected').innerText()).toContain('choose it above')
    await keys.enter(at('import-submit'))
    expect(await app.page.getByTestId('import-outcome').innerText()).toContain('3')
    await keys.enter(at('import-close'))
    await app.page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => app.page.getByTestId('case-row').count()).toBe(3)
  })

  it('takes a long import back when it is cancelled', async () => {
    const csv = `review\n${Array.from({ length: 60_000 }, (_, index) => `Review ${index}`).join('\n')}\n`
    await choose({ name: 'many.csv', text: csv })
    await keys.enter(at('import-submit'))
    await app.page.getByText('of 60,000 cases are stored').waitFor()
    await keys.enter(at('import-cancel'), 'Shift+Tab')
    await expect.poll(() => app.page.getByTestId('import-submit').isEnabled()).toBe(true)
    await keys.press('Escape')
    await expect.poll(() => app.page.getByTestId('mapping-table').count()).toBe(0)
    await expect.poll(() => app.page.getByTestId('case-row').count()).toBe(3)
    expect(await app.page.getByText('many', { exact: true }).count()).toBe(0)
  })

  it('shows calls and cost before a run, then fills the grid', async () => {
    await keys.palette('go to prompts')
    await app.page.getByTestId('run').waitFor()
    await keys.press('Control+Enter')
    await app.page.getByTestId('new-run-preview').waitFor()
    await expect.poll(() => app.page.getByTestId('new-run-preview').innerText()).toMatch(/\$/)
    await app.picture('4-new-run')
    await keys.dialog()
    await keys.enter(at('new-run-start'), 'Shift+Tab')
    if (await app.page.getByTestId('new-run-confirm-text').isVisible()) await keys.enter(at('new-run-start'))
    await app.page.getByTestId('results-grid').waitFor()
    await expect.poll(() => app.page.getByTestId('run-state').innerText(), { timeout: 45_000 }).toContain('complete')
    await expect.poll(() => app.page.getByTestId('column-pass-rate').first().innerText()).toMatch(/\d+\.\d %/)
    await app.picture('5-results')
  })

  it('filters, goes to a cell by the arrows and opens it in full, comes back to it, and shows the chart', async () => {
    const countText = () => app.page.getByTestId('results-count').innerText()
    const all = await countText()
    await keys.tabTo(at('results-filter'))
    await keys.arrowTo(`${at('results-filter')} [value="failed"]`, 'ArrowRight')
    await expect.poll(countText).not.toBe(all)
    await app.page.getByTestId('result-cell').first().waitFor()
    await keys.tabTo(at('results-grid'))
    const cellName = () => app.page.evaluate(() => document.activeElement?.firstElementChild?.textContent)
    await keys.press('ArrowDown')
    await expect.poll(cellName).toMatch(/, A on sandbox.small/)
    const first = await cellName()
    for (const arrow of ['ArrowRight', 'ArrowDown']) await keys.press(arrow)
    await expect.poll(cellName).toMatch(/, A on sandbox.large/)
    for (const arrow of ['ArrowUp', 'ArrowLeft']) await keys.press(arrow)
    await expect.poll(cellName).toBe(first)
    await keys.press('Enter')
    await app.page.getByTestId('cell-output').waitFor()
    expect(await app.page.getByTestId('cell-assertion').count()).toBeGreaterThan(0)
    await keys.tabTo(at('cell-next'))
    await keys.press('Escape')
    await expect.poll(cellName).toBe(first)
    await keys.tabTo(at('run-tab'), 'Shift+Tab')
    await keys.press('ArrowRight')
    await app.page.getByTestId('frontier-chart').locator('svg').waitFor()
    await app.picture('6-chart')
    const svg = await saved(at('chart-svg'))
    expect(svg).toContain('<svg')
    const png = await saved(at('chart-png'))
    expect(png).toContain('PNG')
  })

  it('exports the shorter variant with its evidence, and says in code that a simulation proves nothing', async () => {
    await keys.palette('go to prompts')
    await app.page.getByTestId('variant-tab-B').waitFor()
    await keys.press('Alt+2')
    await keys.palette('export variant b')
    await format('markdown')
    const markdown = await saved(at('export-save'))
    expect(markdown).toContain('Sentiment classifier')
    expect(markdown).toContain('{{review}}')
    expect(markdown).toContain('Evidence:')
    await format('python')
    await expect
      .poll(() => app.page.getByTestId('export-file').innerText())
      .toContain('unverified on a real model: on the simulation')
    await app.picture('7-export')
  })

  it('says what the answers come to per month, and which models and keys it has', async () => {
    await keys.palette('go to savings')
    await expect.poll(() => app.page.getByTestId('savings-today').innerText()).toMatch(/\$\d/)
    await app.picture('8-savings')
    await keys.palette('go to models')
    await app.page.getByTestId('model-row').first().waitFor()
    await app.picture('9-models')
    await keys.palette('go to settings')
    await app.page.getByTestId('provider').first().waitFor()
    await app.picture('10-settings')
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

function at(testId: string): string {
  return `[data-testid="${testId}"]`
}
