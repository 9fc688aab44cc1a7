import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { ModelId, ProviderId } from '../../shared/domain/ids.ts'
import { type Desktop, describeInDesktop, openDesktop, runDesktop } from '../support/desktop.ts'
import { tempFolder } from '../support/fake-ports.ts'
import { FakeProviderServer } from '../support/fake-provider-server.ts'
import { filesWith, heapWith, processesWith } from '../support/hunt-text.ts'
import { must } from '../support/must.ts'

const patience = { timeout: 15_000 }
const canary = 'sk-canary-7f3a9d-not-a-real-key'

describeInDesktop('the desktop application', () => {
  const folder = tempFolder()
  const library = folder.file('library.sqlite')
  let desktop: Desktop

  beforeAll(async () => {
    desktop = await openDesktop(library)
  })
  afterAll(async () => {
    await desktop?.close()
    folder.remove()
  })

  it('opens on a sample project, with editors in workers of their own and a silent console', async () => {
    const { page, problems } = desktop
    await page.locator('.monaco-editor').first().waitFor()
    expect(page.url()).toBe('app://pithy/index.html')
    // Counts come over memory that is shared with the worker.
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    await expect
      .poll(() => page.workers().map((worker) => /(\w+[.-]worker)/.exec(worker.url())?.[1]), patience)
      .toEqual(expect.arrayContaining(['editor.worker', 'token-worker']))
    await expect.poll(() => page.getByTestId('total-tokens').first().innerText(), patience).toContain('862')
    expect(problems).toEqual([])
  })

  it("starts Monaco's JSON worker under the content security policy", async () => {
    const file = readdirSync(path.join(import.meta.dirname, '../../dist/renderer/assets')).find((name) =>
      /^json\.worker-.*\.js$/.test(name),
    )
    const [worker] = await Promise.all([
      desktop.page.waitForEvent('worker', (started) => started.url().endsWith(String(file))),
      desktop.page.evaluate((name) => void new Worker(`/assets/${name}`, { type: 'module' }), file),
    ])
    expect(await worker.evaluate(() => typeof self.postMessage)).toBe('function')
    expect(desktop.problems).toEqual([])
  })

  it('answers calls of the page from the core', async () => {
    const hello = await desktop.client.call('app.hello', {})
    expect(hello).toMatchObject({ host: 'desktop', libraryPath: library })
    // The machine of these tests has no keychain: see the test of keys below.
    if (process.platform === 'linux') expect(['session', 'keychain']).toContain(hello.secretStorage)
    expect((await desktop.client.call('projects.list', {})).map((project) => project.isSample)).toContain(true)
  })

  it('completes a run on the sandbox models: events arrive, and every cell is in the results', async () => {
    const { client, page } = desktop
    await page.evaluate(() => {
      const heard: unknown[] = []
      Object.assign(window, { heard })
      window.pithy?.subscribe('job.changed', (job) => heard.push(job))
    })
    const [project] = await client.call('projects.list', {})
    if (!project) throw new Error('There is no sample project.')
    const [prompt] = await client.call('prompts.list', { projectId: project.id })
    const [evalSet] = await client.call('eval-sets.list', { projectId: project.id })
    if (!prompt || !evalSet) throw new Error('The sample project is empty.')
    const [variant] = await client.call('variants.list', { promptId: prompt.id })
    const models = (await client.call('models.list', {})).filter((model) => model.isSimulation && !model.embeds)
    const { runId, jobId } = await client.call('runs.start', {
      projectId: project.id,
      evalSetId: evalSet.id,
      variantIds: variant ? [variant.id] : [],
      modelIds: models.map((model) => model.id),
      caseLimit: 20,
    })
    const heard = () => page.evaluate(() => (window as unknown as { heard: { id: string; state: string }[] }).heard)
    await expect
      .poll(async () => (await heard()).findLast((job) => job.id === jobId)?.state, patience)
      .toBe('succeeded')
    const { rows, total } = await client.call('results.page', { runId })
    expect(total).toBe(20)
    const outputs = rows.flatMap((row) => row.cells.map((cells) => cells?.[0]?.output ?? ''))
    expect(outputs.filter((output) => output !== '')).toHaveLength(20 * models.length)
  })

  it('saves a file where the dialog says, whole or not at all', async () => {
    const target = folder.file('winner.md')
    writeFileSync(target, 'before')
    await answerSaveDialog(desktop, target)
    expect(await save(desktop, { fileName: '../../etc/winner.md', body: 'Grüße\r\n', encoding: 'utf8' })).toBe(target)
    expect(readFileSync(target, 'utf8')).toBe('Grüße\r\n')
    expect(await proposedNames(desktop)).toEqual(['winner.md'])
    const picture = Buffer.from([0, 255, 128, 10])
    await save(desktop, { fileName: 'a.png', body: picture.toString('base64'), encoding: 'base64' })
    expect(readFileSync(target)).toEqual(picture)
    await answerSaveDialog(desktop, null)
    expect(await save(desktop, { fileName: 'a.md', body: 'x', encoding: 'utf8' })).toBeNull()
    await answerSaveDialog(desktop, folder.file('no/such/folder.md'))
    await expect(save(desktop, { fileName: 'a.md', body: 'x', encoding: 'utf8' })).rejects.toThrow(
      /The file .*folder\.md could not be written \(ENOENT\)\. Choose another place\./,
    )
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('leaves the page to a second start on the same library, which ends; the bundle that it was given is shown', async () => {
    const { electron, page, client } = desktop
    const [project] = await client.call('projects.list', {})
    const bundle = await client.call('bundles.export', { projectId: must(project).id })
    const { body } = await client.call('bundles.read', { bundleId: bundle.bundleId, offset: 0 })
    writeFileSync(folder.file('shared.pithy'), Buffer.from(body, 'base64'))
    await electron.evaluate(({ app }) => {
      app.once('second-instance', () => Object.assign(globalThis, { wasCalled: true }))
    })
    expect((await runDesktop(['--library', library, folder.file('shared.pithy')])).exitCode).toBe(0)
    await expect
      .poll(() => electron.evaluate(() => (globalThis as { wasCalled?: boolean }).wasCalled), patience)
      .toBe(true)
    expect(electron.windows()).toHaveLength(1)
    await page.getByTestId('import-bundle-preview').getByText(must(project).name).first().waitFor()
    await page.keyboard.press('Escape')
  })

  it('never lets a key out again: not over a route, into a file, a log, an export, a heap, an environment or arguments', async () => {
    const { client, page, electron } = desktop
    const provider = await FakeProviderServer.start()
    onTestFinished(() => provider.close())
    // A provider that repeats the key in its refusal, as real ones do.
    const body = JSON.stringify({
      error: { message: `Incorrect API key provided: ${canary}.`, code: 'invalid_api_key' },
    })
    provider.handle(() => ({ fault: { kind: 'status', status: 401, body } }))
    const providerId = ProviderId.parse('hunted')
    const baseUrl = `${provider.url}/v1`
    await client.call('providers.save', { providerId, label: 'Hunted', baseUrl, maxConcurrency: 1, needsKey: true })
    await page.getByTestId('rail-settings').click()
    const row = page.getByTestId('provider').filter({ hasText: 'Hunted' })
    await row.getByTestId('set-key').dispatchEvent('click')
    await page.getByTestId('key-field').focus()
    // Not by fill(), which takes the text through the page's own heap.
    await page.keyboard.insertText(canary)
    await page.getByTestId('key-save').dispatchEvent('click')
    await page.getByTestId('key-field').waitFor({ state: 'detached' })
    // This machine has no keychain: the badge says that the key is gone when Pithy closes.
    const { secretStorage } = await client.call('app.hello', {})
    await row.getByText(secretStorage === 'keychain' ? 'key in the keychain' : 'key until Pithy closes').waitFor()
    await client.call('providers.check', { providerId })
    const [project] = await client.call('projects.list', {})
    if (!project) throw new Error('There is no sample project.')
    const [prompt] = await client.call('prompts.list', { projectId: project.id })
    const [evalSet] = await client.call('eval-sets.list', { projectId: project.id })
    if (!prompt || !evalSet) throw new Error('The sample project is empty.')
    const [variant] = await client.call('variants.list', { promptId: prompt.id })
    if (!variant) throw new Error('The sample prompt is empty.')
    const modelId = ModelId.parse('hunted/model-a')
    const run = {
      projectId: project.id,
      evalSetId: evalSet.id,
      variantIds: [variant.id],
      modelIds: [modelId],
      caseLimit: 1,
    }
    const { runId, jobId } = await client.call('runs.start', run)
    await expect.poll(async () => (await client.call('jobs.get', { jobId })).state, patience).not.toBe('running')
    const sent = provider.requests.filter(({ headers }) => headers.authorization === `Bearer ${canary}`)
    expect(sent.length).toBeGreaterThan(0)
    const replies: unknown[] = await Promise.all([
      ...(['app.hello', 'providers.list', 'settings.get', 'models.list', 'jobs.list'] as const).map((name) =>
        client.call(name, {}),
      ),
      client.call('results.page', { runId }),
      client.call('reports.render', { runId }),
      client.call('exports.render', { variantId: variant.id, exporterId: 'typescript', modelId, runId }),
      client.call('library.back-up', {}),
    ])
    const pids = await electron.evaluate(({ app }) => app.getAppMetrics().map(({ pid }) => pid))
    const found = {
      replies: replies.filter((reply) => JSON.stringify(reply).includes(canary)).length,
      files: filesWith(folder.path, canary),
      processes: processesWith(pids, canary),
      heap: await heapWith(page, canary),
    }
    console.info(
      `canary key: sent ${sent.length} times; hunted in ${replies.length} replies, every file, ${pids.length} processes, the page's heap`,
    )
    expect(found).toEqual({ replies: 0, files: [], processes: [], heap: [] })
  })

  it('closes the library, ends all its processes, and opens again as it was', async () => {
    const { client, electron } = desktop
    await client.call('projects.create', { name: 'Kept over a restart' })
    const bounds = { x: 60, y: 40, width: 1000, height: 700 }
    await electron.evaluate(({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted), bounds)
    const processes = await electron.evaluate(({ app }) => app.getAppMetrics().map(({ pid }) => pid))
    expect((await desktop.close()).exitCode).toBe(0)
    await expect.poll(() => processes.filter(isAlive), patience).toEqual([])
    expect(readdirSync(folder.path).filter((name) => /-(wal|shm)$/.test(name))).toEqual([])
    expect(filesWith(folder.path, canary)).toEqual([])

    desktop = await openDesktop(library)
    const projects = await desktop.client.call('projects.list', {})
    expect(projects.map((project) => project.name)).toContain('Kept over a restart')
    expect(await boundsOf(desktop)).toEqual(bounds)
    const hunted = (await desktop.client.call('providers.list', {})).find(({ id }) => id === 'hunted')
    const { secretStorage } = await desktop.client.call('app.hello', {})
    expect(hunted?.keySource ?? null).toBe(secretStorage === 'keychain' ? 'keychain' : null)
  })

  it('keeps an edit that was typed just before the window closes', async () => {
    const { page } = desktop
    const editor = page.locator('.monaco-editor').first()
    await editor.waitFor()
    await editor.click()
    await page.keyboard.press('Control+Home')
    await page.keyboard.insertText('Typed last. ')
    expect((await desktop.close()).exitCode).toBe(0)
    // The window was last on a display that is gone; and a bundle was opened by the system.
    const lost = { x: -9000, y: 40, width: 1000, height: 700, isMaximized: false }
    writeFileSync(`${library}.desktop/window.json`, JSON.stringify(lost))
    desktop = await openDesktop(library, {}, [folder.file('shared.pithy')])
    await desktop.page.getByTestId('import-bundle-preview').waitFor()
    await desktop.page.keyboard.press('Escape')
    expect((await boundsOf(desktop))?.x).toBeGreaterThanOrEqual(0)
    const variants = await Promise.all(
      (await desktop.client.call('projects.list', {})).map(async ({ id }) => {
        const prompts = await desktop.client.call('prompts.list', { projectId: id })
        return Promise.all(prompts.map((prompt) => desktop.client.call('variants.list', { promptId: prompt.id })))
      }),
    )
    const templates = variants.flat(2).flatMap(({ content }) => content.messages.map(({ template }) => template))
    expect(templates.filter((template) => template.startsWith('Typed last. '))).toHaveLength(1)
  })

  it('is dark before its first paint where the system is, does not check spelling, and zooms', async () => {
    const facts = await desktop.electron.evaluate(({ BrowserWindow, Menu, nativeTheme }) => {
      const [window] = BrowserWindow.getAllWindows()
      const labels = (Menu.getApplicationMenu()?.items ?? []).map(({ label, submenu }) => [
        label,
        submenu?.items.filter(({ visible, type }) => visible && type !== 'separator').map((item) => String(item.role)),
      ])
      return {
        isDark: nativeTheme.shouldUseDarkColors,
        background: window?.getBackgroundColor().toLowerCase(),
        isSpellChecking: window?.webContents.session.isSpellCheckerEnabled(),
        view: labels.find(([label]) => label === 'View')?.[1],
      }
    })
    expect(facts).toMatchObject({ background: facts.isDark ? '#16181c' : '#f2f3f5', isSpellChecking: false })
    expect(facts.view).toEqual(expect.arrayContaining(['resetzoom', 'zoomin', 'zoomout', 'togglefullscreen']))
  })

  it("has the palette's actions in its menus, and does what is chosen there", async () => {
    const { page, electron } = desktop
    const menus = () =>
      electron.evaluate(({ Menu }) =>
        Object.fromEntries(
          (Menu.getApplicationMenu()?.items ?? []).map(({ label, submenu }) => [
            label,
            (submenu?.items ?? [])
              .filter(({ visible, type }) => visible && type !== 'separator')
              .map((item) => item.label),
          ]),
        ),
      )
    await page.getByTestId('rail-prompts').click()
    await expect.poll(menus, patience).toMatchObject({
      File: expect.arrayContaining(['New project…', 'Import prompt…', 'Recent projects']),
      Edit: expect.arrayContaining(['Undo', 'Add message']),
      View: expect.arrayContaining(['Fold or unfold the rail']),
      Go: expect.arrayContaining(['Go to Prompts', 'Go to Runs', 'Go to Settings']),
      Help: expect.arrayContaining(['About Pithy', 'Show the keyboard shortcuts']),
    })
    await electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('about')?.click())
    await page.getByTestId('licences').click()
    await page.getByTestId('licence-text').getByText('monaco-editor').first().waitFor()
    await page.keyboard.press('Escape')
    const facts = await page.evaluate(() => window.pithy?.extras.facts())
    expect(facts).toMatchObject({ crashFolder: `${library}.desktop/crashes`, crashes: 0 })
  })

  it.each([0.8, 1.5])('at zoom %s nothing of the frame and of the editor is cut', async (factor) => {
    const { electron, page } = desktop
    await electron.evaluate(({ BrowserWindow }, zoom) => {
      const [window] = BrowserWindow.getAllWindows()
      // An earlier test has made it smaller.
      window?.setSize(1440, 900)
      window?.webContents.setZoomFactor(zoom)
    }, factor)
    const wanted = ['run', 'export', 'toggle-side', 'side-cost', 'side-compress', 'message-tokens', 'rail-settings']
    const cut = () =>
      page.evaluate((testIds) => {
        const { innerWidth, innerHeight, document: root } = window
        const isWhole = (element: Element | null) => {
          const box = element?.getBoundingClientRect()
          if (!box || box.width === 0 || box.left < 0 || box.right > innerWidth + 0.5 || box.top < 0) return false
          return box.bottom <= innerHeight + 0.5 && (element?.scrollWidth ?? 0) <= (element?.clientWidth ?? 0) + 1
        }
        const missing = testIds.filter((id) => !isWhole(root.querySelector(`[data-testid="${id}"]`)))
        const { scrollWidth, scrollHeight } = root.documentElement
        return [
          ...missing,
          ...(scrollWidth > innerWidth ? ['width'] : []),
          ...(scrollHeight > innerHeight ? ['height'] : []),
        ]
      }, wanted)
    // The test before may have left another page open.
    await page.getByTestId('rail-prompts').click()
    await page.getByTestId('run').waitFor({ timeout: 60_000 })
    await expect.poll(cut, patience).toEqual([])
    await expect
      .poll(() => page.evaluate(() => Math.round(100 * (window.outerWidth / window.innerWidth))), patience)
      .toBe(Math.round(100 * factor))
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1))
  })
})

describeInDesktop('a start that cannot succeed', () => {
  it.each([
    ['a library that is no database', 'notes.sqlite', /notes\.sqlite/],
    ['a missing path', null, /A path is missing after --library\. Write --library PATH\./],
  ])('says why: %s', async (_name, file, message) => {
    const folder = tempFolder()
    onTestFinished(folder.remove)
    if (file !== null) writeFileSync(folder.file(file), 'These are notes and no database at all. '.repeat(50))
    const { output } = await runDesktop(file === null ? ['--library'] : ['--library', folder.file(file)], message)
    expect(output).toMatch(message)
  })
})

function save({ page }: Desktop, file: { fileName: string; body: string; encoding: 'utf8' | 'base64' }) {
  return page.evaluate((given) => window.pithy?.extras.saveFile(given), file)
}

async function answerSaveDialog({ electron }: Desktop, filePath: string | null): Promise<void> {
  await electron.evaluate(({ dialog }, answer) => {
    const names: unknown[] = []
    Object.assign(globalThis, { proposedNames: names })
    Object.assign(dialog, {
      showSaveDialog: async (_window: unknown, options: { defaultPath: string }) => {
        names.push(options.defaultPath)
        return { canceled: answer === null, filePath: answer ?? '' }
      },
    })
  }, filePath)
}

function proposedNames({ electron }: Desktop): Promise<unknown> {
  return electron.evaluate(() => (globalThis as { proposedNames?: unknown }).proposedNames)
}

function boundsOf({ electron }: Desktop) {
  return electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds())
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
