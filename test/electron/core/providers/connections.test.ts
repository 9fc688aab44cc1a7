import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deadlinesFor } from '../../../../electron/core/providers/exchange/deadlines.ts'
import { providers } from '../../../../electron/core/providers/registry.ts'
import { defaultDeadlines } from '../../../../shared/domain/deadlines.ts'
import { FakeProviderServer } from '../../../support/fake-provider-server.ts'
import { failureOf, fakeCall, fakeModel, fakeRequest } from '../../../support/provider-calls.ts'

const provider = providers.get('openai')
let server: FakeProviderServer

beforeEach(async () => {
  server = await FakeProviderServer.start()
})

afterEach(() => server.close())

describe('the connection', () => {
  it('is given up at its own deadline, with nothing sent, when the other side never finishes the handshake', async () => {
    const mute = createServer(() => undefined).listen(0, '127.0.0.1')
    await once(mute, 'listening')
    const url = `https://127.0.0.1:${(mute.address() as AddressInfo).port}`
    const call = fakeCall(provider, { url }, { deadlines: { connectMs: 40 } })
    const error = await failureOf(provider.complete(fakeRequest(), call.context))
    mute.close()
    expect([error.code, error.failure.billing, error.failure.isRetryable]).toEqual([
      'host-unreachable',
      'not-sent',
      true,
    ])
  })

  it('does not count as billed when it is cancelled before it stands', async () => {
    const abort = new AbortController()
    const mute = createServer(() => abort.abort()).listen(0, '127.0.0.1')
    await once(mute, 'listening')
    const url = `https://127.0.0.1:${(mute.address() as AddressInfo).port}`
    const error = await failureOf(
      provider.complete(fakeRequest(), fakeCall(provider, { url }, { signal: abort.signal }).context),
    )
    mute.close()
    expect([error.code, error.failure.billing]).toEqual(['cancelled', 'not-sent'])
  })

  it('is refused without a second try when TLS does not hold', async () => {
    const url = server.url.replace('http:', 'https:')
    const error = await failureOf(provider.complete(fakeRequest(), fakeCall(provider, { url }).context))
    expect([error.code, error.failure.billing, error.failure.isRetryable]).toEqual([
      'host-unreachable',
      'not-sent',
      false,
    ])
  })

  it('keeps to the first-byte deadline, not the connection’s, once the request has left', async () => {
    const gate = Promise.withResolvers<void>()
    server.next({ gate: gate.promise })
    const call = fakeCall(provider, server, { deadlines: { connectMs: 30, firstByteMs: 120 } })
    const error = await failureOf(provider.complete(fakeRequest(), call.context))
    gate.resolve()
    expect([error.code, error.failure.billing]).toEqual(['timeout', 'unknown'])
  })

  it('is cancelled while the provider has not yet answered', async () => {
    const gate = Promise.withResolvers<void>()
    server.next({ gate: gate.promise })
    const abort = new AbortController()
    const failure = failureOf(
      provider.complete(fakeRequest(), fakeCall(provider, server, { signal: abort.signal }).context),
    )
    await server.arrived(1)
    abort.abort()
    const error = await failure
    const ended = await server.requests[0]?.ended
    gate.resolve()
    expect([error.code, error.failure.billing, ended]).toEqual(['cancelled', 'unknown', 'aborted'])
  })

  it('serves the next call, because an answer is read to its end', async () => {
    server.handle(() => ({ hasLateEnd: true }))
    for (let call = 0; call < 8; call += 1) {
      await provider.complete(fakeRequest(), fakeCall(provider, server).context)
    }
    // Two, because fetch gives a socket back a moment after the last byte; without reading on there would be eight.
    expect(new Set(server.requests.map(({ clientPort }) => clientPort)).size).toBeLessThanOrEqual(2)
  })

  it('is silent for longer with a model that thinks', () => {
    const plain = fakeModel({ capabilities: { ...fakeModel().capabilities, efforts: ['none'] } })
    expect(deadlinesFor(fakeModel()).firstByteMs).toBe(600_000)
    expect(deadlinesFor(plain)).toEqual(defaultDeadlines)
  })

  it('does not keep alive by pings alone', async () => {
    const ping = ': ping\n\nevent: ping\ndata: {"type":"ping"}\n\n'
    const anthropic = providers.get('anthropic')
    let timer: NodeJS.Timeout | undefined
    const body = new ReadableStream({
      start(controller) {
        timer = setInterval(() => controller.enqueue(new TextEncoder().encode(ping)), 5)
      },
      cancel: () => clearInterval(timer),
    })
    const pinging: typeof fetch = (_input, init) => {
      init?.signal?.addEventListener('abort', () => clearInterval(timer))
      return Promise.resolve(
        new Response(abortable(body, init?.signal), { headers: { 'content-type': 'text/event-stream' } }),
      )
    }
    const call = fakeCall(anthropic, server, { fetch: pinging, deadlines: { firstByteMs: 60 } })
    const error = await failureOf(anthropic.complete(fakeRequest(), call.context))
    expect([error.code, error.failure.billing]).toEqual(['timeout', 'unknown'])
  })
})

describe('an answer without end', () => {
  it('is cut at 16 million characters', async () => {
    server.next({ pieces: Array.from({ length: 5 }, () => 'x'.repeat(4 * 1024 * 1024)) })
    const error = await failureOf(provider.complete(fakeRequest(), fakeCall(provider, server).context))
    expect([error.code, error.failure.billing, error.failure.isRetryable]).toEqual([
      'provider-failed',
      'unknown',
      false,
    ])
  })
})

/** A response's body ends with an error when the call is aborted, as fetch's own does. */
function abortable(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal | null | undefined,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  return new ReadableStream({
    start(controller) {
      signal?.addEventListener('abort', () => controller.error(new Error('aborted')))
    },
    async pull(controller) {
      const { value } = await reader.read()
      if (value && !signal?.aborted) controller.enqueue(value)
    },
  })
}
