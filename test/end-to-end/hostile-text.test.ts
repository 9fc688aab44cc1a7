import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { RunId } from '../../shared/domain/ids.ts'
import { hostileOutputs, hostileTexts } from '../fixtures/hostile-outputs.ts'
import { describeInBrowser } from '../support/browser.ts'
import { tempFolder } from '../support/fake-ports.ts'
import { FakeProviderServer } from '../support/fake-provider-server.ts'
import { type Harm, noHarm, watchForHarm } from '../support/harm-watch.ts'
import { openHostPage } from '../support/host-page.ts'
import { writeHostileProject } from '../support/hostile-project.ts'

/** Tall enough for half of the texts at once. */
const tall = { width: 1280, height: 12_000 }
const usual = { width: 1280, height: 800 }

// A hostile endpoint answers and judges, hostile people wrote cases and names: all of it may only ever be text.
describeInBrowser(`${hostileOutputs.length} hostile texts`, () => {
  const folder = tempFolder()
  const app = openHostPage({ opensLater: true })
  let provider: FakeProviderServer
  let harm: () => Promise<Harm>
  let runId = RunId.parse('none')

  beforeAll(async () => {
    provider = await FakeProviderServer.start()
    await app.page.goto(app.host.url)
    const origin = new URL(app.host.url).origin
    harm = watchForHarm(app.page, (url) => url.startsWith(origin) || url.startsWith('file:///'))
    runId = await writeHostileProject(app, provider)
    await app.page.reload()
  })
  afterAll(async () => {
    await provider?.close()
    folder.remove()
  })

  beforeEach(() => app.page.setViewportSize(usual))

  async function expectHarmless(place: string): Promise<void> {
    expect({ place, ...(await harm()) }).toEqual({ place, ...noHarm })
  }
  const openAll = (folded: Locator) =>
    folded.evaluateAll((all) => {
      for (const one of all) one.setAttribute('open', '')
    })
  const at = (testId: string) => app.page.getByTestId(testId)

  it('stay text in the editor, the lists, the palette and what is imported', async () => {
    const { page } = app
    await page.locator('.monaco-editor').first().waitFor()
    await expectHarmless('editor and prompt list')
    for (const pane of ['variables', 'compress']) {
      await at(`side-${pane}`).click()
      await expectHarmless(pane)
    }
    await at('project-switcher').click()
    await expectHarmless('project switcher')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await expectHarmless('palette')
    await page.keyboard.press('Escape')
    const buffer = Buffer.from(JSON.stringify(hostileTexts.map((content) => ({ role: 'user', content })).slice(0, 90)))
    await at('import-prompt-file').setInputFiles({ name: '<img src=x>.json', mimeType: 'application/json', buffer })
    await at('import-prompt-preview').waitFor()
    await expectHarmless('preview of an imported prompt')
    await page.keyboard.press('Escape')
    await at('rail-eval-sets').click()
    await at('case-row').first().waitFor()
    await page.setViewportSize(tall)
    for (const text of ['<svg onload', '1e-999']) {
      await page.getByText(text).first().waitFor()
      await expectHarmless('case table')
      await at('case-row').first().hover()
      await page.mouse.wheel(0, 1e6)
    }
    await page.setViewportSize(usual)
    await at('import-cases').click()
    const header = hostileTexts.slice(0, 40).map((text) => `"${text.replaceAll('"', '""')}"`)
    const table = [header, header].map((row) => row.join(',')).join('\n')
    await at('paste-table').fill(table)
    await at('use-pasted').click()
    await at('mapping-table').waitFor()
    await expectHarmless('mapping of imported cases')
    await page.keyboard.press('Escape')
    for (const [rail, shown] of [
      ['rail-models', 'model-table'],
      ['rail-settings', 'provider'],
    ] as const) {
      await at(rail).click()
      await at(shown).first().waitFor()
      await expectHarmless(rail)
    }
    await at('rail-runs').click()
    await at('run-row').first().waitFor()
    await expectHarmless('run list')
  })

  it('stay text in the grid and the drawer, as text, Markdown, JSON and differences', async () => {
    const { page } = app
    await at('run-row').first().getByRole('button').first().click()
    await page.setViewportSize(tall)
    for (const top of [0, 11_000, 22_000, 33_000]) {
      await at('results-grid').evaluate((grid, to) => grid.scrollTo({ top: to }), top)
      await page.locator('[data-testid=results-grid][aria-busy=false]').waitFor()
      await at('result-cell').first().waitFor()
      await expectHarmless(`grid from ${top} on`)
    }
    // Heights are measured while one scrolls, so that the end moves.
    const last = at('result-cell').getByText('1e-999').first()
    const seesLast = async () => {
      await at('results-grid').evaluate((grid) => grid.scrollTo({ top: grid.scrollHeight }))
      return await last.isVisible()
    }
    await expect.poll(seesLast).toBe(true)
    await at('results-grid').evaluate((grid) => grid.scrollTo({ top: 0 }))
    await page.setViewportSize(usual)
    await at('result-cell').first().click()
    for (const form of ['Text', 'Markdown', 'JSON', 'JSON']) {
      await at('cell-output').waitFor()
      await at('output-form').getByText(form).click()
      await expect.poll(() => at('cell-output').innerText()).toContain('renamed</title>')
      await openAll(at('cell-detail').locator('details'))
      await at('output-diff').waitFor()
      await expectHarmless(`drawer, output as ${form}`)
      await page.keyboard.press('j')
    }
    await at('output-form').getByText('Text').click()
    await at('cell-close').click()
  })

  it('stay text in the charts and their tips', async () => {
    const { page } = app
    await page.getByText('Chart', { exact: true }).click()
    for (const chart of await at('chart-list').getByRole('button').all()) {
      await chart.click()
      const drawn = page.locator('[data-testid=run-chart], [data-testid=frontier-chart]')
      await drawn
        .or(page.getByText(/nothing to draw|One run so far/))
        .first()
        .waitFor()
      await expectHarmless(`chart: ${await chart.innerText()}`)
      const box = await drawn
        .first()
        .boundingBox({ timeout: 100 })
        .catch(() => null)
      if (!box) continue
      for (const x of [0.2, 0.4, 0.6, 0.8]) await page.mouse.move(box.x + box.width * x, box.y + box.height / 2)
      await expectHarmless('the chart’s tip')
    }
  })

  it('stay text where people label, compare and decide', async () => {
    const { page } = app
    await at('run-tab').getByText('By hand').click()
    for (const key of ['1', '2', '1']) {
      await at('label-output').waitFor()
      await expectHarmless('label view')
      await page.keyboard.press(key)
    }
    await at('label-show').click()
    await expectHarmless('agreement with the judge')
    await at('hand-mode').getByText('Compare two columns blind').click()
    for (const key of ['1', '2', '0', '1']) {
      await at('review-first-text').waitFor()
      await expectHarmless('blind review')
      await page.keyboard.press(key)
    }
    await at('review-show').click()
    await expectHarmless('result of the review')
    await at('run-tab').getByText('Verdict').click()
    await at('verdict-card').first().waitFor()
    await expectHarmless('verdict')
    await at('rail-savings').click()
    await at('savings-run').waitFor()
    await expectHarmless('savings')
  })

  it('stay text in the preview of every format that is exported', async () => {
    const { page } = app
    await at('rail-prompts').click()
    await page.locator('.monaco-editor').first().waitFor()
    await at('export').click()
    const formats = page.locator('[data-testid^="export-format-"]')
    await formats.first().waitFor()
    for (const format of await formats.all()) {
      await format.click()
      await at('export-file').or(at('export-refusal')).waitFor()
      await expectHarmless(`export: ${await format.innerText()}`)
    }
  })

  it('stay text in the report', async () => {
    const report = await app.call('reports.render', { runId })
    const file = folder.file('report.html')
    writeFileSync(file, report.body)
    await app.page.goto(pathToFileURL(file).href)
    await openAll(app.page.locator('details'))
    await expectHarmless('report')
  })
})
