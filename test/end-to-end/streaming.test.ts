import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeInBrowser } from '../support/browser.ts'
import { FakeProviderServer } from '../support/fake-provider-server.ts'
import { openHostPage } from '../support/host-page.ts'
import { createLabProject } from '../support/lab-project.ts'

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
})
