import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { App } from '../../electron/core/app.ts'
import { createEventBus } from '../../electron/core/event-bus.ts'
import { inProcessTransport } from '../../electron/core/in-process-transport.ts'
import { DesktopCore } from '../../electron/hosts/desktop/desktop-core.ts'
import { startServer, type WebServer } from '../../electron/hosts/web/server.ts'
import { createHttpLink } from '../../renderer/client/http-transport.ts'
import { createIpcLink } from '../../renderer/client/ipc-transport.ts'
import type { PreloadApi } from '../../renderer/client/preload-api.ts'
import { type Client, createClient, type Reply, type Transport } from '../../shared/contract/client.ts'
import { isEventName, type RouteName, routes } from '../../shared/contract/routes.ts'
import { fakeCoreProcess } from '../support/fake-core-process.ts'
import { createTestApp } from '../support/temp-app.ts'

/** What the preload does, with structured clones where Electron makes them. */
function fakePreload(app: Pick<App, 'dispatch' | 'events'>): PreloadApi {
  const running = new Map<string, AbortController>()
  return {
    async call(id, name, input) {
      const abort = new AbortController()
      running.set(id, abort)
      const reply = await app.dispatch(name, structuredClone(input), { signal: abort.signal })
      running.delete(id)
      return structuredClone(reply) as Reply
    },
    cancel: async (id) => running.get(id)?.abort(),
    subscribe: (name, listener) => {
      if (name === 'connection') return () => undefined
      if (!isEventName(name)) throw new Error(`No event named "${name}".`)
      return app.events.subscribe(name, (payload) => listener(structuredClone(payload)))
    },
    extras: {
      platform: 'test',
      saveFile: async () => null,
      offerActions: async () => {},
      takeOpenedFile: async () => null,
      facts: async () => ({
        electron: '',
        chrome: '',
        node: '',
        crashFolder: '',
        crashes: 0,
        updateAddress: null,
        updateOutcome: null,
      }),
      showFolder: async () => {},
    },
  }
}

let test: Awaited<ReturnType<typeof createTestApp>>
let server: WebServer
let core: DesktopCore
/** What the core's process told the main process. */
const throughCore = createEventBus({ info: () => {}, warn: () => {}, error: () => {} })
const realFetch = globalThis.fetch

beforeAll(async () => {
  test = await createTestApp()
  server = await startServer(test.app, new Map(), { port: 0 })
  const app = { ...test.app, close: async () => {} }
  core = new DesktopCore({
    libraryPath: 'library.sqlite',
    secrets: Promise.resolve(test.ports.secrets),
    fork: () => fakeCoreProcess(async () => app),
    onEvent: (name, payload) => throughCore.publish(name, payload as never),
    onRestart: () => {},
    onGiveUp: () => {},
  })
  await core.start()
  // A page resolves addresses against its own; Node has none.
  vi.stubGlobal('fetch', (url: string, init?: RequestInit) => realFetch(new URL(url, server.url.split('#')[0]), init))
})
afterAll(async () => {
  vi.unstubAllGlobals()
  await server.close()
  await core.close()
  await test.close()
})

const makeTransport: Record<string, () => Transport> = {
  'in process': () => inProcessTransport(test.app),
  HTTP: () => {
    const link = createHttpLink(new URL(server.url).hash.slice('#t='.length))
    link.watchConnection(() => {})
    return link.transport
  },
  IPC: () => createIpcLink(fakePreload(test.app)).transport,
  "IPC and the core's own process": () =>
    createIpcLink(fakePreload({ dispatch: core.dispatch, events: throughCore })).transport,
}

describe.each(Object.keys(makeTransport))('the contract over %s', (kind) => {
  let transport: Transport
  let client: Client
  const stops: (() => void)[] = []

  beforeAll(() => {
    transport = makeTransport[kind]?.() ?? inProcessTransport(test.app)
    client = createClient(transport)
  })
  afterEach(() => {
    for (const stop of stops.splice(0)) stop()
  })

  it('answers a query with the parsed output', async () => {
    const hello = await client.call('app.hello', {})
    expect(hello.host).toBe('test')
    expect((await client.call('projects.list', {})).map((project) => project.isSample)).toContain(true)
  })

  it('throws what the core refused, with its code and sentence', async () => {
    await expect(client.call('projects.create', { name: '  ' })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('A name is needed.'),
    })
    await expect(client.call('runs.get', { runId: 'nope' as never })).rejects.toMatchObject({ code: 'not-found' })
  })

  it.each(['__proto__', 'constructor', 'projects.drop', ''])('knows no route named %j', async (name) => {
    const reply = await transport.send(name as RouteName, {})
    expect(reply).toMatchObject({ ok: false })
  })

  it('keeps text as it is: line ends, unusual characters, 1 MB', async () => {
    const project = await client.call('projects.create', { name: `Text over ${kind}` })
    const template = `a\r\nb\u2028c\u0000d 🙂 é ${'x'.repeat(1_000_000)}`
    const content = { messages: [{ role: 'user' as const, template }], parameters: {} }
    const prompt = await client.call('prompts.create', { projectId: project.id, name: 'P', content })
    const [variant] = await client.call('variants.list', { promptId: prompt.id })
    expect(variant?.content.messages[0]?.template === template).toBe(true)
  })

  it('tells subscribers what changed, until they leave', async () => {
    const heard: unknown[] = []
    const first = new Promise<void>((resolve) => {
      stops.push(
        client.on('library.changed', (payload) => {
          heard.push(payload)
          resolve()
        }),
      )
    })
    // The event stream of HTTP opens on its own time: change things until it is heard.
    let isHeard = false
    void first.then(() => {
      isHeard = true
    })
    while (!isHeard) await client.call('projects.create', { name: 'Another' })
    expect(heard[0]).toEqual({ kind: 'projects' })
    for (const stop of stops.splice(0)) stop()
    const count = heard.length
    await client.call('projects.create', { name: 'One more' })
    await client.call('projects.list', {})
    expect(heard).toHaveLength(count)
  })

  it('ends a call that the caller has given up as cancelled', async () => {
    const abort = new AbortController()
    abort.abort()
    expect(await transport.send('projects.list', {}, abort.signal)).toMatchObject({
      ok: false,
      error: { code: 'cancelled' },
    })
  })

  it('refuses malformed input on every route without harm', async () => {
    const inputs = [
      null,
      7,
      'text',
      [],
      { projectId: { $ne: 1 } },
      { projectId: '\u0000' },
      { __proto__: { a: 1 }, limit: -1 },
    ]
    for (const name of Object.keys(routes) as RouteName[]) {
      for (const input of inputs) {
        const reply = await transport.send(name, input)
        expect(reply.ok ? null : reply.error.code, `${name} with ${JSON.stringify(input)}`).not.toBe('internal')
      }
    }
  })
})
