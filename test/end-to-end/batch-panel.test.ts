import { afterAll, beforeAll, expect, it } from 'vitest'
import { batchModel } from '../support/batch-bench.ts'
import { describeInBrowser } from '../support/browser.ts'
import { FakeBatchServer } from '../support/fake-batch-server.ts'
import { openHostPage } from '../support/host-page.ts'
import { createLabProject } from '../support/lab-project.ts'

// The steps of one batch run, in their order: each goes on from where the one before ended.
describeInBrowser('a batch run in the interface', () => {
  const app = openHostPage({ opensLater: true, env: { OPENAI_API_KEY: 'sk-openai' } })
  let server: FakeBatchServer
  beforeAll(async () => {
    server = await FakeBatchServer.start()
    await createLabProject(app, {
      baseUrl: `${server.url}/v1`,
      provider: { id: 'openai', needsKey: true, maxConcurrency: 4 },
      model: batchModel('openai'),
      name: 'Batches',
      template: 'Say {{text}}',
      cases: ['one', 'two', 'three'],
    })
  })
  afterAll(() => server?.close())

  async function openRun(): Promise<void> {
    await app.page.goto(app.host.url)
    await app.page.getByRole('navigation').getByRole('button', { name: 'Runs', exact: true }).click()
    const row = app.page.getByTestId('run-row').first()
    await row.waitFor()
    expect(await row.getAttribute('aria-rowindex')).toBe('2')
    await row.getByRole('button').first().click()
    await app.page.getByTestId('run-batches').waitFor()
  }

  const batches = () => app.page.getByTestId('batch-row').evaluateAll((rows) => rows.map((row) => row.dataset.state))

  it('is chosen in New run, at half the price, and submitted', async () => {
    await app.page.goto(app.host.url)
    await app.page.getByRole('navigation').getByRole('button', { name: 'Prompts', exact: true }).click()
    await app.page.getByTestId('run').click()
    await app.page.getByTestId('new-run-preview').waitFor()
    await app.page.getByTestId('new-run-mode').getByText('Batch', { exact: true }).click()
    await expect.poll(() => app.page.getByTestId('new-run-time').innerText()).toBe('≈ 7 min to 24 h')
    await app.page.getByTestId('new-run-start').click()
    await app.page.getByTestId('run-batches').waitFor()
    await expect.poll(batches).toEqual(['in-progress'])
    await expect.poll(() => app.page.getByTestId('run-state').innerText()).toBe('waiting')
  })

  it('is still there after a restart, and says that nothing has come when it is asked too early', async () => {
    await app.restart('close')
    await openRun()
    await app.page.getByTestId('batch-collect').click()
    const { call } = app
    await expect
      .poll(async () => {
        const [batch] = await call('batches.list', {})
        const run = batch && (await call('runs.get', { runId: batch.runId }))
        return batch?.lastCheckedAt === null ? 'not asked yet' : run?.state
      })
      .toBe('waiting')
    await openRun()
    expect(await app.page.getByTestId('batch-row').innerText()).toContain('0 of 3 answered')
    await expect.poll(() => app.page.getByTestId('results-column').innerText()).toContain('no answer yet')
  })

  it('brings what was answered, and leaves what expired to be asked again', async () => {
    server.answerBy(({ body }) =>
      JSON.stringify(body).includes('two') ? 'unfinished' : { reply: { pieces: ['said'] } },
    )
    const [batch] = server.batches
    if (!batch) throw new Error('The batch was submitted.')
    server.end(batch, 'expired')
    await app.page.getByTestId('batch-collect').click()
    await expect.poll(batches).toEqual(['collected'])
    await expect.poll(() => app.page.getByTestId('run-state').innerText()).toBe('incomplete')
    const cells = app.page.getByTestId('result-cell')
    await expect.poll(async () => (await cells.allInnerTexts()).filter((text) => text.includes('said')).length).toBe(2)
    expect(await cells.nth(1).innerText()).toContain('The batch expired before its turn came. It was not billed.')
    await cells.first().click()
    await expect.poll(() => app.page.getByTestId('cell-facts').innerText()).toContain('batch, 50 % of the price')
  })

  it('is completed by Resume, with one request more and nothing paid twice', async () => {
    server.answerBy(() => ({ reply: { pieces: ['said late'] } }))
    await app.page.getByTestId('run-resume').click()
    await expect.poll(batches).toEqual(['collected', 'in-progress'])
    server.endAll()
    await app.page.getByTestId('batch-collect').click()
    await expect.poll(() => app.page.getByTestId('run-state').innerText()).toBe('complete')
    expect(server.batches.map(({ requests }) => requests.length)).toEqual([3, 1])
    expect(server.billed).toHaveLength(3)
  })
})
