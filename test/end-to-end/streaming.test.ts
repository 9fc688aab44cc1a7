import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunId } from '../../shared/domain/ids.ts'
import { describeInBrowser } from '../support/browser.ts'
import { FakeProviderServer } from '../support/fake-provider-server.ts'
import { openHostPage } from '../support/host-page.ts'
import { createLabProject } from '../support/lab-project.ts'
import { must } from '../support/must.ts'

const early = 'Once upon <b>a time</b>'
const late = ' there was an end.'

describeInBrowser('an answer that is still arriving', () => {
  const app = openHostPage({ opensLater: true })
  let provider: FakeProviderServer
  beforeAll(async () => {
    provider = await FakeProviderServer.start()
  })
  afterAll(() => provider?.close())

  it('grows in its cell as text, and gives way to the stored result; a cancelled one keeps what had come', async () => {
    const first = Promise.withResolvers<void>()
    const never = Promise.withResolvers<void>()
    provider.handle(({ body }) => ({
      pieces: [early, late],
      hold: { after: 'Once upon', until: JSON.stringify(body).includes('Tell one') ? first.promise : never.promise },
    }))
    const { call } = app
    const lab = { baseUrl: provider.url, name: 'Stories', template: 'Tell {{text}}', cases: ['one', 'two'] }
    const { model, project, variant, evalSet } = await createLabProject(app, lab)
    const spec = { projectId: project.id, evalSetId: evalSet.id, variantIds: [variant.id], modelIds: [model.id] }
    const { runId } = await call('runs.start', spec)
    await provider.arrived(2)
    await app.page.goto(app.host.url)
    await app.page.getByRole('navigation').getByRole('button', { name: 'Runs', exact: true }).click()
    await app.page.getByTestId('run-row').first().getByRole('button').first().click()
    const texts = app.page.getByTestId('streaming-text')
    await expect.poll(() => texts.allInnerTexts()).toEqual([early, early])
    expect(await texts.first().locator('b').count()).toBe(0)
    expect(await app.page.getByText(/≈ \d+ tok · first token/).count()).toBe(2)
    await texts.nth(1).click()
    await expect.poll(() => app.page.getByTestId('cell-streaming').innerText()).toBe(early)

    first.resolve()
    await expect.poll(() => app.page.getByTestId('result-cell').first().innerText()).toContain(early + late)
    expect(await texts.count()).toBe(1)

    const { jobId } = await call('runs.get', { runId })
    if (!jobId) throw new Error('A running run has a job.')
    await call('jobs.cancel', { jobId })
    await expect.poll(() => texts.count()).toBe(0)
    await expect.poll(() => app.page.getByTestId('cell-output').innerText()).toBe(early)
    expect(await app.page.getByTestId('result-cell').nth(1).innerText()).toContain('partial')
    never.resolve()
  })

  it('is stopped by the keys that run a prompt, at the prompt and on the page of the run', async () => {
    const never = Promise.withResolvers<void>()
    provider.handle(() => ({ pieces: [early, late], hold: { after: 'Once upon', until: never.promise } }))
    const { call, page } = app
    const rail = (name: string) => page.getByRole('navigation').getByRole('button', { name, exact: true })
    const project = must((await call('projects.list', {})).find(({ name }) => name === 'Stories'))
    const [run] = await call('runs.list', { projectId: project.id, withArchived: false })
    const { evalSetId, variantIds, modelIds } = must(run).spec
    const start = () =>
      call('runs.start', { projectId: project.id, evalSetId, variantIds, modelIds, mayUseCache: false })
    const stateOf = async (runId: RunId) => (await call('runs.get', { runId })).state

    await rail('Prompts').click()
    await page.getByTestId('run').waitFor()
    const first = await start()
    await page.getByTestId('stop').waitFor()
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => stateOf(first.runId)).toBe('incomplete')
    await page.getByTestId('run').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByTestId('new-run-preview').waitFor()
    await page.keyboard.press('Escape')

    const second = await start()
    await rail('Runs').click()
    await page.getByTestId('run-row').first().getByRole('button').first().click()
    await expect.poll(() => page.getByTestId('run-state').innerText()).toContain('running')
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => stateOf(second.runId)).toBe('incomplete')
    never.resolve()
  })
})
