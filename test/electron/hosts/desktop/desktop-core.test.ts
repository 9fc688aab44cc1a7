import { expect, onTestFinished, test, vi } from 'vitest'
import type { Secrets } from '../../../../electron/core/ports.ts'
import { DesktopCore } from '../../../../electron/hosts/desktop/desktop-core.ts'
import type { OpenApp } from '../../../../electron/hosts/desktop/serve-core.ts'
import { AppError } from '../../../../shared/contract/errors.ts'
import { ProviderId } from '../../../../shared/domain/ids.ts'
import { type FakeCoreProcess, fakeCoreProcess } from '../../../support/fake-core-process.ts'
import { createTestApp, type TestApp } from '../../../support/temp-app.ts'

const never = new AbortController().signal
const openai = ProviderId.parse('openai')

function setUp(open: OpenApp, secrets: Partial<Secrets> = {}) {
  const processes: FakeCoreProcess[] = []
  const told: string[] = []
  const core = new DesktopCore({
    libraryPath: '/somewhere/library.sqlite',
    secrets: Promise.resolve({ storage: 'session', ...secrets } as Secrets),
    fork() {
      const started = fakeCoreProcess(open)
      processes.push(started)
      return started
    },
    onEvent: (name) => told.push(name),
    onRestart: () => told.push('restart'),
    onGiveUp: (error) => told.push(`gives up: ${String(error)}`),
  })
  return { core, told, kill: () => processes.at(-1)?.kill(), started: () => processes.length }
}

async function testApp(): Promise<TestApp['app']> {
  const { app, close } = await createTestApp()
  onTestFinished(close)
  return { ...app, close: async () => {} }
}

test('a library that cannot be opened fails the start with its reason, and every call with the same', async () => {
  const { core } = setUp(async (path) => {
    throw new AppError('conflict', `The file ${path} is a database of another application.`)
  })
  const message = 'The file /somewhere/library.sqlite is a database of another application.'
  await expect(core.start()).rejects.toMatchObject({ code: 'conflict', message })
  expect(await core.dispatch('app.hello', {}, { signal: never })).toMatchObject({ ok: false, error: { message } })
})

test('calls wait while the library is being opened, and events are passed on', async () => {
  const app = await testApp()
  const { core, told } = setUp(async () => app)
  const opened = core.start()
  const reply = await core.dispatch('projects.create', { name: 'A project' }, { signal: never })
  await opened
  expect(reply).toMatchObject({ ok: true, value: { name: 'A project' } })
  expect(told).toEqual(['library.changed'])
})

test('keys stay with the main process: the core asks for one, sets one and hears why not', async () => {
  const asked: unknown[] = []
  const lent: Secrets[] = []
  const app = await testApp()
  const { core } = setUp(
    async (_path, secrets) => {
      lent.push(secrets)
      return app
    },
    {
      storage: 'keychain',
      get: async (...question) => {
        asked.push(question)
        throw new AppError('provider-auth', 'The keychain is locked.')
      },
      sourceOf: async () => 'keychain',
      set: async (...question) => void asked.push(question),
      remove: async (...question) => void asked.push(question),
    },
  )
  await core.start()
  const [secrets] = lent
  expect(secrets?.storage).toBe('keychain')
  expect(await secrets?.sourceOf(openai, null)).toBe('keychain')
  await secrets?.set(openai, 'sk-1')
  await secrets?.remove(openai)
  await expect(secrets?.get(openai, 'OPENAI_API_KEY')).rejects.toMatchObject({
    code: 'provider-auth',
    message: 'The keychain is locked.',
  })
  expect(asked).toEqual([['openai', 'sk-1'], ['openai'], ['openai', 'OPENAI_API_KEY']])
})

test('a process that ends by itself is started again: what was under way reads interrupted, the next call is answered', async () => {
  const app = await testApp()
  const { core, told, kill, started } = setUp(async () => app)
  await core.start()
  const underWay = core.dispatch('projects.list', {}, { signal: never })
  await Promise.resolve()
  kill()
  expect(await underWay).toMatchObject({ ok: false, error: { code: 'interrupted', retryable: true } })
  expect(await core.dispatch('projects.list', {}, { signal: never })).toMatchObject({ ok: true })
  expect({ told, started: started() }).toEqual({ told: ['restart'], started: 2 })
})

test('a process that keeps ending is given up, and calls say so', async () => {
  const app = await testApp()
  const { core, told, kill, started } = setUp(async () => app)
  await core.start()
  for (let ends = 0; ends < 3; ends++) {
    kill()
    await core.dispatch('projects.list', {}, { signal: never })
  }
  expect(started()).toBe(3)
  expect(told.at(-1)).toMatch(/gives up: AppError: Pithy's engine stopped 3 times within a minute\./)
  expect(await core.dispatch('projects.list', {}, { signal: never })).toMatchObject({ ok: false })
})

test('closing waits until the core has closed; an end that was asked for starts nothing again', async () => {
  const app = await testApp()
  const order: string[] = []
  const { core, started } = setUp(async () => ({
    ...app,
    close: async () => {
      await new Promise((resolve) => setImmediate(resolve))
      order.push('core closed')
    },
  }))
  await core.start()
  await core.close()
  order.push('close returned')
  expect(order).toEqual(['core closed', 'close returned'])
  await core.close()
  expect(started()).toBe(1)
})

test('a library that never opens does not keep Pithy from ending', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const { core, started } = setUp(() => new Promise(() => {}))
  void core.start()
  const closed = core.close()
  await vi.advanceTimersByTimeAsync(20_000)
  await closed
  expect(started()).toBe(1)
})

test('a call that its page gives up is given up by the core', async () => {
  const app = await testApp()
  const { core } = setUp(async () => ({
    ...app,
    dispatch: (_name, _input, { signal }) =>
      new Promise((resolve) =>
        signal.addEventListener('abort', () => resolve({ ok: true, value: 'the core heard of it' })),
      ),
  }))
  await core.start()
  const abort = new AbortController()
  const reply = core.dispatch('app.hello', {}, { signal: abort.signal })
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
  abort.abort()
  expect(await reply).toEqual({ ok: true, value: 'the core heard of it' })
})
