import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeInBrowser } from '../support/browser.ts'
import { FakeProviderServer } from '../support/fake-provider-server.ts'
import { openHostPage } from '../support/host-page.ts'
import { createLabProject } from '../support/lab-project.ts'
import { testModel } from '../support/test-model.ts'

const TOOL = '{"name": "find_city", "description": "Finds a city.", "parameters": {"type": "object"}}'

describeInBrowser('a tool', () => {
  const app = openHostPage({ opensLater: true })
  let provider: FakeProviderServer
  beforeAll(async () => {
    provider = await FakeProviderServer.start()
  })
  afterAll(() => provider?.close())

  async function prepare() {
    const { call } = app
    const plain = testModel({ id: 'lab/one' })
    const model = { ...plain, capabilities: { ...plain.capabilities, tools: true } }
    const lab = { baseUrl: provider.url, model, name: 'Cities', template: 'Where is {{text}}?', cases: ['Bern'] }
    const { chosenModelIds } = await call('settings.get', {})
    const sandbox = chosenModelIds.filter((id) => id.startsWith('sandbox/')).slice(0, 1)
    const { project, prompt, evalSet } = await createLabProject(app, lab)
    await call('settings.save', { chosenModelIds: [model.id, ...sandbox] })
    return { call, project, prompt, evalSet, model, sandbox }
  }

  /** Replaces the text of the open editor by a paste: typed brackets would be closed by Monaco. */
  async function type(text: string): Promise<void> {
    await app.page.getByTestId('tool-json-0').locator('.monaco-editor').first().click()
    await app.page.keyboard.press('Control+a')
    await app.page.evaluate((pasted) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', pasted)
      const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      document.activeElement?.dispatchEvent(paste)
    }, text)
  }

  it('is written, checked, counted and sent, and its call is read in the grid', async () => {
    const { call, project, prompt, evalSet, model, sandbox } = await prepare()
    provider.handle(() => ({ toolCalls: [{ name: 'find_city', pieces: ['{"name":', '"Bern"}'] }] }))
    await app.page.goto(app.host.url)
    await app.page.getByTestId('side-parameters').click()
    await app.page.getByTestId('add-tool').click()
    await app.page.getByTestId('tool-json-0').locator('.monaco-editor').first().waitFor()

    await type('{"name": "find_city",\n "parameters": {"type": "object", "properties": {"a": {"type": "strin"}}}}')
    const problem = app.page.getByTestId('tool-json-0-problem')
    await expect.poll(() => problem.innerText()).toMatch(/^Line 2, column \d+: .*"string"/)
    await type('{"name": "find_city",}')
    await expect.poll(() => problem.innerText()).toMatch(/^Line 1, column 22: A comma stands before the end/)
    await type(TOOL)
    await expect.poll(() => problem.count()).toBe(0)
    await expect.poll(() => app.page.getByTestId('tool-0').innerText()).toMatch(/find_city[\s\S]*≈ \d+ tok/)
    expect(await app.page.getByTestId('parameter-notes').innerText()).toContain('is a simulation and calls no tools')

    await expect
      .poll(async () => (await call('variants.list', { promptId: prompt.id }))[0]?.content.parameters.tools)
      .toEqual([{ name: 'find_city', description: 'Finds a city.', parameters: { type: 'object' } }])
    const [variant] = await call('variants.list', { promptId: prompt.id })
    if (!variant) throw new Error('A prompt has a first variant.')
    const spec = { projectId: project.id, evalSetId: evalSet.id, variantIds: [variant.id], modelIds: [model.id] }
    const preview = await call('runs.preview', { ...spec, modelIds: [model.id, ...sandbox] })
    expect([preview.problems, preview.notes]).toEqual([[], [expect.stringMatching(/^A: .* calls no tools/)]])

    const { jobId } = await call('runs.start', spec)
    await expect.poll(async () => (await call('jobs.get', { jobId })).state).toBe('succeeded')
    expect(provider.requests.at(-1)?.body?.tools).toMatchObject([{ type: 'function', function: { name: 'find_city' } }])
    await app.page.getByTestId('rail-runs').click()
    await app.page.getByTestId('run-row').first().getByRole('button').first().click()
    const cell = app.page.getByTestId('result-cell').first()
    await expect.poll(() => cell.innerText()).toContain('[{"arguments":{"name":"Bern"},"name":"find_city"}]')
    await cell.click()
    await expect.poll(() => app.page.getByTestId('cell-facts').innerText()).toContain('tool-calls')
  })
})
