import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeInBrowser, launchBrowser } from '../support/browser.ts'
import { tempFolder } from '../support/fake-ports.ts'
import { FakeProviderServer } from '../support/fake-provider-server.ts'
import { hostileTexts } from '../support/hostile-texts.ts'
import { startWebHost, type WebHost } from '../support/web-host.ts'

const name = '<img src=x onerror="window.__hit=1">{{name}}'

// A hostile endpoint answers, hostile people wrote cases and names: all of it may only ever be text.
describeInBrowser('hostile answers, cases and names', () => {
  const folder = tempFolder()
  const foreign: string[] = []
  const dialogs: string[] = []
  let provider: FakeProviderServer
  let host: WebHost
  let browser: Browser
  let page: Page
  let runId = ''

  beforeAll(async () => {
    provider = await FakeProviderServer.start()
    let index = 0
    provider.handle(() => ({ pieces: [hostileTexts[index++ % hostileTexts.length] ?? ''] }))
    host = await startWebHost(folder.file('library.sqlite'))
    browser = await launchBrowser()
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    watch(page)
    await page.goto(host.url)
    runId = await prepare()
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
    await provider?.close()
    folder.remove()
  })

  function watch(each: Page): void {
    const own = new URL(host.url).origin
    each.on('request', (request) => {
      if (!/^(data|blob|file):/.test(request.url()) && new URL(request.url()).origin !== own)
        foreign.push(request.url())
    })
    each.on('dialog', (dialog) => {
      dialogs.push(dialog.message())
      void dialog.dismiss()
    })
    each.on('popup', (popup) => foreign.push(`popup ${popup.url()}`))
  }

  async function call<T>(route: string, input: unknown): Promise<T> {
    const [base, token] = host.url.split('/#t=')
    const response = await fetch(`${base}/api/call/${route}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    const reply = (await response.json()) as { ok: boolean; value: T; error?: { message: string } }
    if (!reply.ok) throw new Error(`${route}: ${reply.error?.message}`)
    return reply.value
  }

  /** A project whose every text is hostile, with a finished run. */
  async function prepare(): Promise<string> {
    const project = await call<{ id: string }>('projects.create', { name })
    const template = `${hostileTexts.filter((text) => !text.includes('{{') && text.isWellFormed()).join('\n')}\n{{input}}`
    const content = { messages: [{ role: 'user', template }], parameters: {} }
    const prompt = await call<{ id: string }>('prompts.create', { projectId: project.id, name, content })
    const [variant] = await call<{ id: string }[]>('variants.list', { promptId: prompt.id })
    await call('variants.rename', { variantId: variant?.id, name })
    const text = hostileTexts
      .map((input) => JSON.stringify({ input, expected: input, tags: [input.slice(0, 60)] }))
      .join('\n')
    const { suggestedMapping: mapping } = await call<{ suggestedMapping: unknown[] }>('imports.preview', {
      text,
      format: 'jsonl',
      delimiter: null,
    })
    const source = { text, format: 'jsonl', delimiter: null, projectId: project.id, evalSetId: null, name, mapping }
    const { evalSet } = await call<{ evalSet: { id: string } }>('imports.cases', source)
    await call('eval-sets.set-assertions', {
      evalSetId: evalSet.id,
      assertions: [{ scorer: 'equals', value: '{{expected}}' }],
    })
    await call('providers.save', {
      providerId: 'evil',
      label: name,
      baseUrl: `${provider.url}/v1`,
      maxConcurrency: 4,
      needsKey: false,
    })
    await call('providers.check', { providerId: 'evil' })
    const spec = {
      projectId: project.id,
      name,
      evalSetId: evalSet.id,
      variantIds: [variant?.id],
      modelIds: ['evil/model-a', 'evil/model-b'],
    }
    const run = await call<{ runId: string; jobId: string }>('runs.start', spec)
    // Asks until it is done; the hook's own deadline ends a run that never is.
    while ((await call<{ state: string }>('jobs.get', { jobId: run.jobId })).state === 'running');
    await call('settings.save', { lastProjectId: project.id })
    return run.runId
  }

  async function expectHarmless(place: string): Promise<void> {
    const hits = await page.evaluate(() => Reflect.get(window, '__hit') ?? null)
    const planted = await page.evaluate(
      () =>
        document.querySelectorAll(
          'img[src="x"], script:not([src]), iframe, object, embed, base, form[action], video, math, a[href^="javascript:"]',
        ).length,
    )
    expect({ place, hits, planted, foreign, dialogs }).toEqual({
      place,
      hits: null,
      planted: 0,
      foreign: [],
      dialogs: [],
    })
  }

  it('stay text in every place of the interface', async () => {
    await page.reload()
    await page.locator('.monaco-editor').first().waitFor()
    await expectHarmless('editor and prompt list')
    await page.getByTestId('side-variables').click()
    await expectHarmless('variables')
    await page.getByTestId('side-compress').click()
    await expectHarmless('compress')
    await page.getByTestId('project-switcher').click()
    await expectHarmless('project switcher')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await expectHarmless('palette')
    await page.keyboard.press('Escape')
    await page.getByTestId('rail-eval-sets').click()
    await page.getByTestId('case-row').first().waitFor()
    await expectHarmless('case table')
    await page.getByTestId('rail-runs').click()
    await page.getByTestId('run-row').first().waitFor()
    await expectHarmless('run list')
    await page.getByTestId('run-row').first().getByRole('button').first().click()
    await page.getByTestId('result-cell').first().waitFor()
    await expectHarmless('results grid')
    const outputs = async () => (await page.getByTestId('result-cell').allInnerTexts()).join('\n')
    await expect.poll(outputs).toContain('<script>window.__hit')
    await page.getByTestId('result-cell').first().click()
    for (const text of hostileTexts) {
      await page.getByTestId('cell-detail').waitFor()
      await expectHarmless(`cell of the case ${text}`)
      await page.keyboard.press('j')
    }
    await page.keyboard.press('Escape')
    await page.getByText('Chart', { exact: true }).click()
    await expectHarmless('chart')
    await page.getByTestId('rail-models').click()
    await page.getByTestId('model-table').waitFor()
    await expectHarmless('models')
    await page.getByTestId('rail-settings').click()
    await page.getByTestId('provider').first().waitFor()
    await expectHarmless('settings')
  })

  it('stay text in the report', async () => {
    const report = await call<{ body: string }>('reports.render', { runId })
    const file = folder.file('report.html')
    writeFileSync(file, report.body)
    await page.goto(pathToFileURL(file).href)
    for (const summary of await page.locator('summary').all()) await summary.click()
    await expectHarmless('report')
  })
})
