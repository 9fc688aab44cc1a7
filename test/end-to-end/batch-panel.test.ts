import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ProviderId } from '../../shared/domain/ids.ts'
import { defaultParameters } from '../../shared/domain/prompt.ts'
import { batchModel } from '../support/batch-bench.ts'
import { describeInBrowser, launchBrowser } from '../support/browser.ts'
import { FakeBatchServer } from '../support/fake-batch-server.ts'
import { tempFolder } from '../support/fake-ports.ts'
import { hostClient } from '../support/host-client.ts'
import { startWebHost, type WebHost } from '../support/web-host.ts'

/** The machine may be busy with other tests. */
const soon = { timeout: 15_000 }

// The steps of one batch run, in their order: each goes on from where the one before ended.
describeInBrowser('a batch run in the interface', () => {
  const folder = tempFolder()
  let server: FakeBatchServer
  let host: WebHost
  let browser: Browser
  let page: Page

  const start = () => startWebHost(folder.file('library.sqlite'), { OPENAI_API_KEY: 'sk-openai' })

  beforeAll(async () => {
    server = await FakeBatchServer.start()
    host = await start()
    browser = await launchBrowser()
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.setDefaultTimeout(15_000)
    const { call } = hostClient(host)
    const openai = { providerId: ProviderId.parse('openai'), label: 'OpenAI', baseUrl: `${server.url}/v1` }
    await call('providers.save', { ...openai, maxConcurrency: 4, needsKey: true })
    const model = batchModel('openai')
    await call('models.save', { model })
    const project = await call('projects.create', { name: 'Batches' })
    await call('settings.save', { lastProjectId: project.id, chosenModelIds: [model.id] })
    const content = { messages: [{ role: 'user' as const, template: 'Say {{text}}' }], parameters: defaultParameters }
    await call('prompts.create', { projectId: project.id, name: 'Prompt', content })
    const evalSet = await call('eval-sets.create', { projectId: project.id, name: 'Set' })
    for (const text of ['one', 'two', 'three'])
      await call('cases.add', {
        evalSetId: evalSet.id,
        content: { variables: { text }, expected: null, tags: [], weight: 1 },
      })
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
    await server?.close()
    folder.remove()
  })

  async function openRun(): Promise<void> {
    await page.goto(host.url)
    await page.getByRole('navigation').getByRole('button', { name: 'Runs', exact: true }).click()
    await page.getByTestId('run-row').first().getByRole('button').first().click()
    await page.getByTestId('run-batches').waitFor()
  }

  const batches = () => page.getByTestId('batch-row').evaluateAll((rows) => rows.map((row) => row.dataset.state))

  it('is chosen in New run, at half the price, and submitted', async () => {
    await page.goto(host.url)
    await page.getByRole('navigation').getByRole('button', { name: 'Prompts', exact: true }).click()
    await page.getByTestId('run').click()
    await page.getByTestId('new-run-preview').waitFor()
    await page.getByTestId('new-run-mode').getByText('Batch', { exact: true }).click()
    await expect.poll(() => page.getByTestId('new-run-time').innerText(), soon).toBe('≈ 7 min to 24 h')
    await page.getByTestId('new-run-start').click()
    await page.getByTestId('run-batches').waitFor()
    await expect.poll(batches, soon).toEqual(['in-progress'])
    await expect.poll(() => page.getByTestId('run-state').innerText(), soon).toBe('waiting')
  })

  it('is still there after a restart, and says that nothing has come when it is asked too early', async () => {
    await host.close()
    host = await start()
    await openRun()
    await page.getByTestId('batch-collect').click()
    const { call } = hostClient(host)
    await expect
      .poll(async () => {
        const [batch] = await call('batches.list', {})
        const run = batch && (await call('runs.get', { runId: batch.runId }))
        return batch?.lastCheckedAt === null ? 'not asked yet' : run?.state
      }, soon)
      .toBe('waiting')
    await openRun()
    expect(await page.getByTestId('batch-row').innerText()).toContain('0 of 3 answered')
  })

  it('brings what was answered, and leaves what expired to be asked again', async () => {
    server.answerBy(({ body }) =>
      JSON.stringify(body).includes('two') ? 'unfinished' : { reply: { pieces: ['said'] } },
    )
    const [batch] = server.batches
    if (!batch) throw new Error('The batch was submitted.')
    server.end(batch, 'expired')
    await page.getByTestId('batch-collect').click()
    await expect.poll(batches, soon).toEqual(['collected'])
    await expect.poll(() => page.getByTestId('run-state').innerText(), soon).toBe('incomplete')
    const cells = page.getByTestId('result-cell')
    await expect
      .poll(async () => (await cells.allInnerTexts()).filter((text) => text.includes('said')).length, soon)
      .toBe(2)
    expect(await cells.nth(1).innerText()).toContain('The batch expired before its turn came. It was not billed.')
    await cells.first().click()
    await expect.poll(() => page.getByTestId('cell-facts').innerText(), soon).toContain('batch, 50 % of the price')
  })

  it('is completed by Resume, with one request more and nothing paid twice', async () => {
    server.answerBy(() => ({ reply: { pieces: ['said late'] } }))
    await page.getByTestId('run-resume').click()
    await expect.poll(batches, soon).toEqual(['collected', 'in-progress'])
    server.endAll()
    await page.getByTestId('batch-collect').click()
    await expect.poll(() => page.getByTestId('run-state').innerText(), soon).toBe('complete')
    expect(server.batches.map(({ requests }) => requests.length)).toEqual([3, 1])
    expect(server.billed).toHaveLength(3)
  })
})
