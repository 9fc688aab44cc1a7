import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ModelId, ProviderId, type RunId } from '../../shared/domain/ids.ts'
import { type Desktop, describeInDesktop, openDesktop } from '../support/desktop.ts'
import { tempFolder } from '../support/fake-ports.ts'
import { answerQuestion, questions } from '../support/questions.ts'

const patience = { timeout: 15_000 }
const providerId = ProviderId.parse('silent')

describeInDesktop('closing over a run that is still working', () => {
  const folder = tempFolder()
  /** Lists one model and never answers a call. */
  const server = createServer((request, response) => {
    if (request.url?.endsWith('/models')) response.end(JSON.stringify({ object: 'list', data: [{ id: 'silent' }] }))
  })
  let desktop: Desktop
  let runId: RunId

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    desktop = await openDesktop(folder.file('library.sqlite'))
    const { client } = desktop
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
    await client.call('providers.save', { providerId, label: 'Silent', baseUrl, maxConcurrency: 2, needsKey: false })
    await client.call('providers.check', { providerId })
    const [project] = await client.call('projects.list', {})
    if (!project) throw new Error('There is no sample project.')
    const [prompt] = await client.call('prompts.list', { projectId: project.id })
    const [evalSet] = await client.call('eval-sets.list', { projectId: project.id })
    if (!prompt || !evalSet) throw new Error('The sample project is empty.')
    const variants = await client.call('variants.list', { promptId: prompt.id })
    const started = await client.call('runs.start', {
      projectId: project.id,
      evalSetId: evalSet.id,
      variantIds: variants.map(({ id }) => id),
      modelIds: [ModelId.parse('silent/silent')],
      caseLimit: 3,
    })
    runId = started.runId
  })
  afterAll(async () => {
    await desktop?.close()
    server.closeAllConnections()
    server.close()
    folder.remove()
  })

  it('asks first, and stays open when the user keeps working', async () => {
    await answerQuestion(desktop, 0)
    await desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    await expect.poll(() => questions(desktop), patience).toEqual(['One run is still working.'])
    await desktop.electron.evaluate(({ app }) => app.quit())
    await expect.poll(() => questions(desktop), patience).toHaveLength(2)
    expect(await desktop.client.call('jobs.list', { onlyRunning: true })).toHaveLength(1)
    expect(desktop.electron.windows()).toHaveLength(1)
  })

  it('offers to reload a window that crashed, and the run goes on meanwhile', async () => {
    await answerQuestion(desktop, 0)
    await desktop.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    )
    await expect.poll(() => questions(desktop), patience).toEqual(['The window stopped working.'])
    const content = 'document.querySelectorAll(".monaco-editor").length > 0'
    const isBack = () =>
      desktop.electron.evaluate(
        ({ BrowserWindow }, script) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(script),
        content,
      )
    await expect.poll(isBack, patience).toBe(true)
  })

  it('stops the run and closes when the user says so; the run can be resumed', async () => {
    await answerQuestion(desktop, 1)
    expect((await desktop.close()).exitCode).toBe(0)
    desktop = await openDesktop(folder.file('library.sqlite'))
    expect((await desktop.client.call('runs.get', { runId })).state).toBe('incomplete')
    expect((await desktop.client.call('jobs.list', {})).map(({ state }) => state)).toEqual(['interrupted'])
    expect((await desktop.close()).exitCode).toBe(0)
  })
})
