import { readdirSync, readlinkSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ModelId, type RunId } from '../../shared/domain/ids.ts'
import { type Desktop, describeInDesktop, openDesktop } from '../support/desktop.ts'
import { tempFolder } from '../support/fake-ports.ts'
import { answerQuestion, questions } from '../support/questions.ts'

const patience = { timeout: 15_000 }

describeInDesktop("the core's own process", () => {
  const folder = tempFolder()
  const library = folder.file('library.sqlite')
  let desktop: Desktop
  let runId: RunId

  beforeAll(async () => {
    desktop = await openDesktop(library)
  })
  afterAll(async () => {
    await desktop?.close()
    folder.remove()
  })

  it('holds the library; the main process, which the window depends on, never opens it', async () => {
    await desktop.client.call('projects.list', {})
    const core = await corePid(desktop)
    const main = await desktop.electron.evaluate(() => process.pid)
    expect(core).not.toBe(main)
    // The only system that tells which files a process has open without a tool.
    if (process.platform !== 'linux') return
    expect(openFiles(core)).toContain(library)
    expect(
      openFiles(main).filter((file) => file.startsWith(library) && !file.startsWith(`${library}.desktop`)),
    ).toEqual([])
  })

  it('works on an import and a run while main process and page answer', async () => {
    const { client, electron, page } = desktop
    const text = ['review', ...Array.from({ length: 20_000 }, (_, index) => `Review ${index}: it works well.`)].join(
      '\n',
    )
    const [project] = await client.call('projects.list', {})
    if (!project) throw new Error('There is no sample project.')
    let isImported = false
    const importing = client
      .call('imports.cases', {
        text,
        format: 'csv',
        delimiter: ',',
        projectId: project.id,
        evalSetId: null,
        name: 'Reviews',
        mapping: [{ column: 'review', use: 'variable', variableName: 'review' }],
      })
      .finally(() => {
        isImported = true
      })
    while (!isImported) {
      expect(await electron.evaluate(({ app }) => app.isReady())).toBe(true)
      expect(await page.evaluate(() => document.readyState)).toBe('complete')
    }
    const { evalSet } = await importing
    const [prompt] = await client.call('prompts.list', { projectId: project.id })
    const variants = prompt ? await client.call('variants.list', { promptId: prompt.id }) : []
    const started = await client.call('runs.start', {
      projectId: project.id,
      evalSetId: evalSet.id,
      variantIds: variants.map(({ id }) => id).slice(0, 1),
      modelIds: [ModelId.parse('sandbox/small')],
    })
    runId = started.runId
    await expect.poll(async () => (await client.call('runs.get', { runId })).doneCount, patience).toBeGreaterThan(0)
    expect((await client.call('runs.get', { runId })).state).toBe('running')
  })

  it('is started again when it dies, with one message; its run reads incomplete', async () => {
    const { client } = desktop
    await answerQuestion(desktop, 0)
    const before = await corePid(desktop)
    process.kill(before, 'SIGKILL')
    await expect.poll(() => questions(desktop), patience).toEqual(["Pithy's engine stopped and was started again."])
    expect(await corePid(desktop)).not.toBe(before)
    expect((await client.call('runs.get', { runId })).state).toBe('incomplete')
    expect((await client.call('jobs.list', {})).map(({ state }) => state)).toEqual(['interrupted'])
    expect((await desktop.close()).exitCode).toBe(0)
    expect(readdirSync(folder.path).filter((name) => /-(wal|shm)$/.test(name))).toEqual([])
  })
})

async function corePid({ electron }: Desktop): Promise<number> {
  const pid = await electron.evaluate(
    ({ app }) => app.getAppMetrics().find(({ name, serviceName }) => [name, serviceName].includes('Pithy core'))?.pid,
  )
  if (pid === undefined) throw new Error('The core has no process of its own.')
  return pid
}

function openFiles(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${fd}`)]
    } catch {
      return [] // closed meanwhile
    }
  })
}
