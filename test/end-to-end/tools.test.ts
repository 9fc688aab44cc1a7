import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ProviderId } from '../../shared/domain/ids.ts'
import { defaultParameters } from '../../shared/domain/prompt.ts'
import { describeInBrowser, launchBrowser } from '../support/browser.ts'
import { testModel } from '../support/engine-bench.ts'
import { tempFolder } from '../support/fake-ports.ts'
import { FakeProviderServer } from '../support/fake-provider-server.ts'
import { hostClient } from '../support/host-client.ts'
import { startWebHost, type WebHost } from '../support/web-host.ts'

const soon = { timeout: 15_000 }
const TOOL = '{"name": "find_city", "description": "Finds a city.", "parameters": {"type": "object"}}'

describeInBrowser('a tool', () => {
  const folder = tempFolder()
  let provider: FakeProviderServer
  let host: WebHost
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    provider = await FakeProviderServer.start()
    host = await startWebHost(folder.file('library.sqlite'))
    browser = await launchBrowser()
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.setDefaultTimeout(15_000)
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
    await provider?.close()
    folder.remove()
  })

  async function prepare() {
    const { call } = hostClient(host)
    const lab = { providerId: ProviderId.parse('lab'), label: 'Lab', baseUrl: provider.url, maxConcurrency: 2 }
    await call('providers.save', { ...lab, needsKey: false })
    const model = testModel({ id: 'lab/one' })
    const { capabilities } = model
    await call('models.save', { model: { ...model, capabilities: { ...capabilities, tools: true } } })
    const project = await call('projects.create', { name: 'Cities' })
    const settings = await call('settings.get', {})
    const sandbox = settings.chosenModelIds.filter((id) => id.startsWith('sandbox/')).slice(0, 1)
    await call('settings.save', { lastProjectId: project.id, chosenModelIds: [model.id, ...sandbox] })
    const content = {
      messages: [{ role: 'user' as const, template: 'Where is {{text}}?' }],
      parameters: defaultParameters,
    }
    const prompt = await call('prompts.create', { projectId: project.id, name: 'Cities', content })
    const evalSet = await call('eval-sets.create', { projectId: project.id, name: 'Set' })
    const evalCase = { variables: { text: 'Bern' }, expected: null, tags: [], weight: 1 }
    await call('cases.add', { evalSetId: evalSet.id, content: evalCase })
    return { call, project, prompt, evalSet, model, sandbox }
  }

  /** Replaces the text of the open editor by a paste: typed brackets would be closed by Monaco. */
  async function type(text: string): Promise<void> {
    await page.getByTestId('tool-json-0').locator('.monaco-editor').first().click()
    await page.keyboard.press('Control+a')
    await page.evaluate((pasted) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', pasted)
      const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      document.activeElement?.dispatchEvent(paste)
    }, text)
  }

  it('is written, checked, counted and sent, and its call is read in the grid', async () => {
    const { call, project, prompt, evalSet, model, sandbox } = await prepare()
    provider.handle(() => ({ toolCalls: [{ name: 'find_city', pieces: ['{"name":', '"Bern"}'] }] }))
    await page.goto(host.url)
    await page.getByTestId('side-parameters').click()
    await page.getByTestId('add-tool').click()
    await page.getByTestId('tool-json-0').locator('.monaco-editor').first().waitFor()

    await type('{"name": "find_city",\n "parameters": {"type": "object", "properties": {"a": {"type": "strin"}}}}')
    const problem = page.getByTestId('tool-json-0-problem')
    await expect.poll(() => problem.innerText(), soon).toMatch(/^Line 2, column \d+: .*"string"/)
    await type('{"name": "find_city",}')
    await expect.poll(() => problem.innerText(), soon).toMatch(/^Line 1, column 22: A comma stands before the end/)
    await type(TOOL)
    await expect.poll(() => problem.count(), soon).toBe(0)
    await expect.poll(() => page.getByTestId('tool-0').innerText(), soon).toMatch(/find_city[\s\S]*≈ \d+ tok/)
    expect(await page.getByTestId('parameter-notes').innerText()).toContain('is a simulation and calls no tools')

    await expect
      .poll(async () => (await call('variants.list', { promptId: prompt.id }))[0]?.content.parameters.tools, soon)
      .toEqual([{ name: 'find_city', description: 'Finds a city.', parameters: { type: 'object' } }])
    const [variant] = await call('variants.list', { promptId: prompt.id })
    if (!variant) throw new Error('A prompt has a first variant.')
    const spec = { projectId: project.id, evalSetId: evalSet.id, variantIds: [variant.id], modelIds: [model.id] }
    const preview = await call('runs.preview', { ...spec, modelIds: [model.id, ...sandbox] })
    expect([preview.problems, preview.notes]).toEqual([[], [expect.stringMatching(/^A: .* calls no tools/)]])

    const { jobId } = await call('runs.start', spec)
    await expect.poll(async () => (await call('jobs.get', { jobId })).state, soon).toBe('succeeded')
    expect(provider.requests.at(-1)?.body?.tools).toMatchObject([{ type: 'function', function: { name: 'find_city' } }])
    await page.getByTestId('rail-runs').click()
    await page.getByTestId('run-row').first().getByRole('button').first().click()
    const cell = page.getByTestId('result-cell').first()
    await expect.poll(() => cell.innerText(), soon).toContain('[{"arguments":{"name":"Bern"},"name":"find_city"}]')
    await cell.click()
    await expect.poll(() => page.getByTestId('cell-facts').innerText(), soon).toContain('tool-calls')
  })
})
