import { describe, expect, it } from 'vitest'
import { createDispatch, type Handlers } from '../../../electron/core/dispatch.ts'
import { AppError } from '../../../shared/contract/errors.ts'

type Names = 'settings.get' | 'projects.create' | 'projects.rename' | 'jobs.get'

function withHandlers(handlers: { readonly [K in Names]?: (...given: Parameters<Handlers[K]>) => unknown }) {
  const logged: { route: string; error: unknown }[] = []
  // The routes that a test calls are there; the others are never reached.
  const dispatch = createDispatch(handlers as Handlers, {
    translate: (error) => (error instanceof RangeError ? new AppError('conflict', 'The disk is full.') : error),
    onInternalError: (route, error) => logged.push({ route, error }),
  })
  const abort = new AbortController()
  return { logged, abort, send: (name: string, input: unknown) => dispatch(name, input, { signal: abort.signal }) }
}

describe('dispatch', () => {
  it('gives the handler what the schema made of the input', async () => {
    const { send } = withHandlers({ 'projects.create': (input) => ({ got: input }) })
    expect(await send('projects.create', { name: '  Work  ', extra: 1 })).toEqual({
      ok: true,
      value: { got: { name: 'Work' } },
    })
  })

  it('refuses input that does not fit, without calling the handler, and names the place', async () => {
    let calls = 0
    const { send } = withHandlers({ 'projects.create': () => calls++ })
    const reply = await send('projects.create', { name: ' ' })
    expect(reply).toMatchObject({ ok: false, error: { code: 'bad-input', retryable: false } })
    expect(reply).toMatchObject({ error: { message: expect.stringContaining('A name is needed.') } })
    expect(reply).toMatchObject({ error: { message: expect.stringContaining('name') } })
    expect(calls).toBe(0)
  })

  it.each(['nothing.here', 'toString', '__proto__', 'constructor', ''])('knows no route named "%s"', async (name) => {
    const { send, logged } = withHandlers({})
    expect(await send(name, {})).toEqual({
      ok: false,
      error: { code: 'unknown-route', message: `There is no route named "${name}".`, retryable: false },
    })
    expect(logged).toEqual([])
  })

  it('passes an expected failure on as it is', async () => {
    const { send, logged } = withHandlers({
      'jobs.get': () => Promise.reject(new AppError('not-found', 'There is no job x.')),
    })
    expect(await send('jobs.get', { jobId: 'x' })).toEqual({
      ok: false,
      error: { code: 'not-found', message: 'There is no job x.', retryable: false },
    })
    expect(logged).toEqual([])
  })

  it('hides an unexpected failure from the caller and gives it to the log', async () => {
    const bug = new TypeError('secret sk-123 in a message')
    const { send, logged } = withHandlers({
      'settings.get': () => {
        throw bug
      },
    })
    const reply = await send('settings.get', {})
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } })
    expect(JSON.stringify(reply)).not.toContain('sk-123')
    expect(logged).toEqual([{ route: 'settings.get', error: bug }])
  })

  it('lets the store put its own failures into words', async () => {
    const { send, logged } = withHandlers({
      'settings.get': () => {
        throw new RangeError('SQLITE_FULL')
      },
    })
    expect(await send('settings.get', {})).toMatchObject({ error: { code: 'conflict', message: 'The disk is full.' } })
    expect(logged).toEqual([])
  })

  it('calls a failure after the caller went away a cancellation, not a failure', async () => {
    const { send, abort, logged } = withHandlers({
      'settings.get': () => {
        abort.abort()
        throw new TypeError('fetch failed')
      },
    })
    expect(await send('settings.get', {})).toMatchObject({ error: { code: 'cancelled', retryable: true } })
    expect(logged).toEqual([])
  })
})
