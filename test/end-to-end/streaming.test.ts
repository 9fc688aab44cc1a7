import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ModelId, ProviderId, type RunId } from '../../shared/domain/ids.ts'
import { defaultParameters } from '../../shared/domain/prompt.ts'
import { describeInBrowser, launchBrowser } from '../support/browser.ts'
import { testModel } from '../support/engine-bench.ts'
import { tempFolder } from '../support/fake-ports.ts'
import { FakeProviderServer } from '../support/fake-provider-server.ts'
import { hostClient } from '../support/host-client.ts'
import { startWebHost, type WebHost } from '../support/web-host.ts'

const early = 'Once upon <b>a time</b>'
const late = ' there was an end.'

/** The machine may be busy with other tests. */
const soon = { timeout: 15_000 }

describeInBrowser('an answer that is still arriving', () => {
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

  async function startRun(cases: readonly string[]): Promise<RunId> {
    const { call } = hostClient(host)
    const lab = { providerId: ProviderId.parse('lab'), label: 'Lab', baseUrl: provider.url, maxConcurrency: 2 }
    await call('providers.save', { ...lab, needsKey: false })
    await call('models.save', { model: testModel({ id: 'lab/one' }) })
    const project = await call('projects.create', { name: 'Stories' })
    await call('settings.save', { lastProjectId: project.id })
    const content = { messages: [{ role: 'user' as const, template: 'Tell {{text}}' }], parameters: defaultParameters }
    const prompt = await call('prompts.create', { projectId: project.id, name: 'Prompt', content })
    const [variant] = await call('variants.list', { promptId: prompt.id })
    const evalSet = await call('eval-sets.create', { projectId: project.id, name: 'Set' })
    if (!variant) throw new Error('A prompt has a first variant.')
    for (const text of cases)
      await call('cases.add', {
        evalSetId: evalSet.id,
        content: { variables: { text }, expected: null, tags: [], weight: 1 },
      })
    const spec = { projectId: project.id, evalSetId: evalSet.id, variantIds: [variant.id] }
    return (await call('runs.start', { ...spec, modelIds: [ModelId.parse('lab/one')] })).runId
  }

  it('grows in its cell as text, and gives way to the stored result; a cancelled one keeps what had come', async () => {
    const first = Promise.withResolvers<void>()
    const never = Promise.withResolvers<void>()
    provider.handle(({ body }) => ({
      pieces: [early, late],
      hold: { after: 'Once upon', until: JSON.stringify(body).includes('Tell one') ? first.promise : never.promise },
    }))
    const runId = await startRun(['one', 'two'])
    await provider.arrived(2)
    await page.goto(host.url)
    await page.getByRole('navigation').getByRole('button', { name: 'Runs', exact: true }).click()
    await page.getByTestId('run-row').first().getByRole('button').first().click()
    const texts = page.getByTestId('streaming-text')
    await expect.poll(() => texts.allInnerTexts(), soon).toEqual([early, early])
    expect(await texts.first().locator('b').count()).toBe(0)
    expect(await page.getByText(/≈ \d+ tok · first token/).count()).toBe(2)
    await texts.nth(1).click()
    await expect.poll(() => page.getByTestId('cell-streaming').innerText(), soon).toBe(early)

    first.resolve()
    await expect.poll(() => page.getByTestId('result-cell').first().innerText(), soon).toContain(early + late)
    expect(await texts.count()).toBe(1)

    const { call } = hostClient(host)
    const { jobId } = await call('runs.get', { runId })
    if (!jobId) throw new Error('A running run has a job.')
    await call('jobs.cancel', { jobId })
    await expect.poll(() => texts.count(), soon).toBe(0)
    await expect.poll(() => page.getByTestId('cell-output').innerText(), soon).toBe(early)
    expect(await page.getByTestId('result-cell').nth(1).innerText()).toContain('partial')
    never.resolve()
  })
})
