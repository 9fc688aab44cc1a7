import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { contentPolicy } from '../../electron/core/platform/content-policy.ts'
import { routes } from '../../shared/contract/routes.ts'
import { hostileTexts } from '../fixtures/hostile-outputs.ts'
import { callFromPage, type Desktop, describeInDesktop, openDesktop } from '../support/desktop.ts'
import { tempFolder } from '../support/fake-ports.ts'
import { FakeProviderServer } from '../support/fake-provider-server.ts'
import { emptyAddresses, foreignAddresses, LOOPBACK, waysOut } from '../support/foreign-addresses.ts'
import { noHarm, watchForHarm } from '../support/harm-watch.ts'
import { bundledTexts } from '../support/hostile-project.ts'
import { createLabProject } from '../support/lab-project.ts'

const routeNames = Object.keys(routes)
const preload = path.join(import.meta.dirname, '../../dist/desktop/preload.cjs')

describeInDesktop('the window is confined', () => {
  const folder = tempFolder()
  const requests: string[] = []
  let server: Server
  let desktop: Desktop
  let loopback: string

  beforeAll(async () => {
    server = createServer((request, response) => {
      requests.push(String(request.url))
      response.setHeader('access-control-allow-origin', '*').end('reached')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    loopback = `${LOOPBACK}:${(server.address() as AddressInfo).port}/`
    desktop = await openDesktop(folder.file('library.sqlite'))
    await desktop.page.locator('.monaco-editor').first().waitFor()
    await desktop.page.evaluate(() => Object.assign(window, { isSamePage: true }))
  })
  afterAll(async () => {
    await desktop?.close()
    server?.close()
    folder.remove()
  })

  it.each(Object.entries(waysOut))(
    `reaches none of ${foreignAddresses.length} addresses by %s`,
    async (_way, attempt) => {
      const { page, electron } = desktop
      const addresses = foreignAddresses.map((address) => address.replace(LOOPBACK, loopback.replace(/\/$/, '')))
      const script = `(async (attempt, addresses) => {
      const reached = []
      for (const address of addresses) {
        // An address that is refused may throw already in the page.
        try { attempt(address) } catch {}
        // A round trip through the browser process and its answer from the main process: a navigation would have begun.
        await fetch('/index.html').then((reply) => reply.text())
        const frames = [...document.querySelectorAll('iframe.foreign')]
        const hasOurs = frames.some((frame) => {
          try { return frame.contentWindow?.pithy !== undefined } catch { return false }
        })
        for (const frame of frames) frame.remove()
        const isStill = window.isSamePage && location.href === 'app://pithy/index.html' && document.title !== 'taken'
        if (hasOurs || !isStill) reached.push(address)
      }
      return reached
    })(${attempt}, ${JSON.stringify(addresses)})`
      expect(await page.evaluate(script)).toEqual([])
      await electron.evaluate(() => {})
      expect(await page.evaluate(() => (window as unknown as { isSamePage?: boolean }).isSamePage)).toBe(true)
      expect([electron.windows().length, requests]).toEqual([1, []])
    },
  )

  it.each(emptyAddresses)('is back at once after %s', async (address) => {
    // All of it asked of the main process: Playwright waits for the end of a navigation that never has one.
    const inPage = (script: string) =>
      desktop.electron.evaluate(
        // Electron never answers for a page that went away meanwhile.
        ({ BrowserWindow }, code) =>
          Promise.race([
            BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
            new Promise((resolve) => setTimeout(resolve, 2000)),
          ]),
        script,
      )
    await inPage(`setTimeout(() => { location.href = ${JSON.stringify(address)} })`)
    await inPage('new Promise((resolve) => setTimeout(resolve)).then(() => {})').catch(() => {})
    const isBack = 'location.href === "app://pithy/index.html" && !!document.querySelector(".monaco-editor")'
    await expect.poll(() => inPage(isBack).catch(() => false)).toBe(true)
    expect(desktop.electron.windows()).toHaveLength(1)
  })

  it('gives the page four functions and nothing of Node or Electron', async () => {
    const seen = await desktop.page.evaluate(() => {
      const global = globalThis as unknown as Record<string, unknown>
      const names = ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron', '__dirname']
      return {
        pithy: Object.keys(window.pithy ?? {}),
        extras: Object.keys(window.pithy?.extras ?? {}),
        leaked: names.filter((name) => global[name] !== undefined),
      }
    })
    expect(seen).toEqual({
      pithy: ['call', 'cancel', 'subscribe', 'extras'],
      extras: ['platform', 'saveFile', 'offerActions', 'takeOpenedFile', 'facts', 'showFolder'],
      leaked: [],
    })
    await expect(desktop.page.evaluate(() => Reflect.set(window.pithy ?? {}, 'call', null))).resolves.toBe(false)
  })

  it('runs the page sandboxed, isolated and without Node, in frames too', async () => {
    const preferences = await desktop.electron.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) =>
        // Electron's types leave this function out.
        (contents as unknown as { getLastWebPreferences: () => Record<string, unknown> }).getLastWebPreferences(),
      ),
    )
    expect(preferences).toHaveLength(1)
    expect(preferences[0]).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    })
    expect(preferences[0]).not.toMatchObject({ allowRunningInsecureContent: true })
  })

  it.each(['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi', 'persistent-storage'])(
    'has no permission for %s',
    async (name) => {
      const state = await desktop.page.evaluate(
        async (permission) =>
          (await navigator.permissions.query({ name: permission as PermissionName }).catch(() => ({ state: 'denied' })))
            .state,
        name,
      )
      expect(state).toBe('denied')
    },
  )

  it('is refused when it asks for a place, a camera, a screen, a device or the clipboard', async () => {
    const answers = await desktop.page.evaluate(async () => {
      const outcome = (asked: Promise<unknown> | undefined) =>
        (asked ?? Promise.reject(new Error())).then(
          (value) => `given: ${value}`,
          () => 'refused',
        )
      const other = navigator as unknown as Record<
        string,
        { requestDevice: (o: object) => Promise<unknown> } | undefined
      >
      return Promise.all([
        outcome(new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject))),
        outcome(navigator.mediaDevices.getUserMedia({ video: true })),
        outcome(navigator.mediaDevices.getUserMedia({ audio: true })),
        outcome(navigator.mediaDevices.getDisplayMedia()),
        outcome(navigator.clipboard.readText()),
        outcome(other.usb?.requestDevice({ filters: [] })),
        outcome(other.bluetooth?.requestDevice({ acceptAllDevices: true })),
        Notification.requestPermission().then((answer) => (answer === 'denied' ? 'refused' : answer)),
      ])
    })
    expect(new Set(answers)).toEqual(new Set(['refused']))
  })

  it('may put text on the clipboard', async () => {
    // Asked, not written: writing wants the focus, which a display without a window manager gives when it likes.
    const state = () =>
      navigator.permissions.query({ name: 'clipboard-write' as PermissionName }).then((permission) => permission.state)
    expect(await desktop.page.evaluate(state)).toBe('granted')
  })

  it('serves the built files only, with the content security policy', async () => {
    const replies = await desktop.electron.evaluate(async ({ session }) => {
      const ours = session.fromPartition('persist:pithy', { cache: false })
      const paths = [
        '/index.html',
        '/package.json',
        '/../package.json',
        '/..%2fpackage.json',
        '/%2e%2e/package.json',
        '/assets/..%2f..%2fdesktop%2fmain.js',
        '/assets/..%5c..%5cdesktop%5cmain.js',
        '//etc/passwd',
        '/assets/',
        '/index.html%00.js',
      ]
      const asked = [...paths.map((path) => `app://pithy${path}`), 'app://other/index.html', 'app://pithy.other/']
      return Promise.all(
        asked.map(async (address) => {
          const reply = await ours.fetch(address)
          const { headers } = reply
          return [reply.status, headers.get('content-security-policy'), headers.get('x-content-type-options')]
        }),
      )
    })
    expect(replies[0]).toEqual([200, contentPolicy, 'nosniff'])
    expect(replies.slice(1)).toEqual(replies.slice(1).map(() => [404, contentPolicy, 'nosniff']))
  })

  it.each([
    ['no route', ['id-1']],
    ['no id', [undefined, 'app.hello', {}]],
    ['an empty id', ['', 'app.hello', {}]],
    ['an id that is a number', [5, 'app.hello', {}]],
    ['an id that is too long', ['x'.repeat(101), 'app.hello', {}]],
    ['a route that is an object', ['id-2', { name: 'app.hello' }, {}]],
    ['a route that is too long', ['id-3', 'x'.repeat(100_000), {}]],
    ['an unknown route', ['id-4', 'library.drop', {}]],
    ['a route of the prototype', ['id-5', '__proto__', {}]],
    ['no input', ['id-6', 'projects.create']],
    ['input that is null', ['id-7', 'projects.create', null]],
    ['input of another shape', ['id-8', 'projects.create', { name: ['a'] }]],
    ['input that is a megabyte', ['id-9', 'projects.create', 'x'.repeat(1_000_000)]],
  ])('refuses a call with %s and goes on', async (_name, args) => {
    const { page, client } = desktop
    const reply = await callFromPage(page, ...args).catch(() => ({ ok: false }))
    expect(reply.ok).toBe(false)
    expect((await client.call('app.hello', {})).host).toBe('desktop')
  })

  it('refuses malformed input on every route, and nothing changes', async () => {
    const { page, client } = desktop
    const before = await client.call('projects.list', {})
    const { tried, taken } = await page.evaluate(async (routes) => {
      const inputs = [
        null,
        true,
        false,
        0,
        -1,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        9007199254740993n,
        '',
        'text',
        '{}',
      ]
      const more = [
        '__proto__',
        '../../etc/passwd',
        '\u0000',
        'x'.repeat(10_000),
        [],
        [{}],
        [[[]]],
        ['a'],
        [null],
        undefined,
      ]
      const asked = routes.flatMap((route) => [...inputs, ...more].map((input) => [route, input] as const))
      const replies = await Promise.all(
        asked.map(([route, input]) => window.pithy?.call(crypto.randomUUID(), route, input)),
      )
      const isRefused = (reply: (typeof replies)[number]) => reply?.ok === false && reply.error.code === 'bad-input'
      return { tried: replies.length, taken: asked.filter((_, index) => !isRefused(replies[index])).map(String) }
    }, routeNames)
    console.info(`malformed calls from the page: ${tried} tried on ${routeNames.length} routes, ${taken.length} taken`)
    expect(taken).toEqual([])
    expect(await client.call('projects.list', {})).toEqual(before)
  })

  it.each([undefined, null, 7, '', {}, ['a']])('refuses to cancel %j, and to save it', async (input) => {
    const outcome = await desktop.page.evaluate(async (given) => {
      const refused = (asked: Promise<unknown> | undefined) => asked?.then(() => false).catch(() => true)
      return [
        await refused(window.pithy?.cancel(given as never)),
        await refused(window.pithy?.extras.saveFile(given as never)),
      ]
    }, input)
    expect(outcome).toEqual([true, true])
  })

  it.each([
    ['an empty page', 'about:blank', 'page'],
    ['a data address', 'data:text/html,hello', 'page'],
    ['another host of our scheme', 'app://other/', 'page'],
    ['a frame of our own page', 'app://pithy/index.html', 'frame'],
  ] as const)('refuses calls that come from %s, even with our preload', async (_name, address, from) => {
    const outcome = await desktop.electron.evaluate(
      async ({ BrowserWindow }, given) => {
        const ours = BrowserWindow.getAllWindows()[0]?.webContents
        const window = new BrowserWindow({
          show: false,
          webPreferences: {
            ...(ours ? { session: ours.session } : {}),
            preload: given.preload,
            sandbox: true,
            nodeIntegrationInSubFrames: true,
          },
        })
        window.webContents.removeAllListeners('will-frame-navigate')
        await window.loadURL(given.address)
        const page = window.webContents.mainFrame
        if (given.from === 'frame') {
          const loaded = new Promise((resolve) => window.webContents.once('did-frame-finish-load', resolve))
          const script = 'document.body.append(Object.assign(document.createElement("iframe"), { srcdoc: "hello" }))'
          await page.executeJavaScript(`void ${script}`)
          await loaded
        }
        const frame = given.from === 'frame' ? page.frames[0] : page
        const asked = `(async (routes) => {
          const inputs = [{}, null, 'x', [], { projectId: 'x', jobId: 'x', runId: 'x', name: 'x' }]
          const calls = routes.flatMap((route) => inputs.map((input) => pithy.call('i', route, input)))
          return Promise.all([...calls, pithy.cancel('i'), pithy.extras.saveFile({})]
            .map((reply) => reply.then(() => 'answered', (error) => error.message.replace(/^.*Error: /, ''))))
        })(${JSON.stringify(given.routes)})`
        // It is what the script above makes.
        const answers = (await frame?.executeJavaScript(asked)) as string[]
        window.destroy()
        return answers
      },
      { address, from, preload, routes: routeNames },
    )
    console.info(
      `calls from a foreign frame: ${outcome.length} tried, ${outcome.filter((a) => a !== 'Refused.').length} answered`,
    )
    expect(outcome).toHaveLength(5 * routeNames.length + 2)
    expect(new Set(outcome)).toEqual(new Set(['Refused.']))
  })

  it('shows hostile texts as text, while they stream in and after, in grid and drawer', async () => {
    const { page, client } = desktop
    const harm = watchForHarm(page, (url) => url.startsWith('app://pithy/'))
    const provider = await FakeProviderServer.start()
    onTestFinished(() => provider.close())
    const end = Promise.withResolvers<void>()
    const cases = bundledTexts()
    let answers = 0
    // All texts at once: plain, as Markdown, and as names and values of JSON.
    provider.handle(() => ({
      pieces: [cases[answers++ % cases.length] ?? '', '\n'],
      hold: { after: 'renamed</title>', until: end.promise },
    }))
    // All of them at once, since each is held.
    const lab = {
      baseUrl: provider.url,
      name: 'Hostile',
      template: 'Echo {{text}}',
      cases,
      provider: { id: 'lab', needsKey: false, maxConcurrency: cases.length },
    }
    const { model, project, variant, evalSet } = await createLabProject(client, lab)
    const spec = { projectId: project.id, evalSetId: evalSet.id, variantIds: [variant.id], modelIds: [model.id] }
    await client.call('runs.start', spec)
    await provider.arrived(cases.length)
    await client.call('settings.save', { lastProjectId: project.id })
    await page.reload()
    await page.getByTestId('rail-runs').click()
    await page.getByTestId('run-row').first().getByRole('button').first().click()
    const places: string[] = []
    const expectHarmless = async (place: string) => {
      places.push(place)
      expect({ place, ...(await harm()) }).toEqual({ place, ...noHarm })
    }
    await expect.poll(() => page.getByTestId('streaming-text').count()).toBe(cases.length)
    await expectHarmless('grid, streaming')
    await page.getByTestId('streaming-text').first().click()
    await page.getByTestId('cell-streaming').waitFor()
    await expectHarmless('drawer, streaming')
    end.resolve()
    for (const form of ['Text', 'Markdown', 'JSON', 'JSON']) {
      await page.getByTestId('cell-output').waitFor()
      await page.getByTestId('output-form').getByText(form).click()
      await expect.poll(() => page.getByTestId('cell-output').innerText()).toContain('renamed</title>')
      await expectHarmless(`drawer, ${form}`)
      await page.keyboard.press('j')
    }
    await page.getByTestId('rail-eval-sets').click()
    await page.getByTestId('case-row').first().waitFor()
    await expectHarmless('cases')
    console.info(`hostile texts in the window: ${hostileTexts.length} in ${places.length} places, no harm`)
    expect(desktop.electron.windows()).toHaveLength(1)
  })
})
