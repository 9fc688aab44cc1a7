import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { providers } from '../../../../electron/core/providers/registry.ts'
import { refusalChecker } from '../../../../shared/evaluate/early-stop/refusal-checker.ts'
import type { FakeReply } from '../../../support/fake-provider-replies.ts'
import { FakeProviderServer } from '../../../support/fake-provider-server.ts'
import { failureOf, fakeCall, fakeModel, fakeRequest } from '../../../support/provider-calls.ts'
import { cutReply } from '../../../support/provider-faults.ts'

// Faults measured in the peer (issue 3: reference/baseline.md, "Faults seen"), as far as a provider plug-in decides them.

const callers = [
  ['chat', 'openai'],
  ['responses', 'openai'],
  ['messages', 'anthropic'],
] as const

let server: FakeProviderServer

beforeEach(async () => {
  server = await FakeProviderServer.start()
})

afterEach(() => server.close())

describe.each(callers)('%s: the peer’s faults that we do not have', (protocol, id) => {
  const provider = providers.get(id)
  const request = fakeRequest(protocol === 'messages' ? {} : { model: fakeModel({ api: protocol }) })
  const complete = (overrides: Parameters<typeof fakeCall>[2] = {}) =>
    provider.complete(request, fakeCall(provider, server, overrides).context)

  const status = (code: number): FakeReply => ({ fault: { kind: 'status', status: code, body: { error: {} } } })
  const raw = (body: string): FakeReply => ({ fault: { kind: 'raw', body } })

  it.each<[string, FakeReply]>([
    ['500', status(500)],
    ['502', status(502)],
    ['503', status(503)],
    ['529', status(529)],
    ['a reset inside the body', cutReply(protocol, 'reset')],
    ['cut JSON', raw('{"id":"x","choi')],
    ['an HTML page', raw('<!doctype html>')],
  ])('2. %s may be tried again, and the second try succeeds', async (_name, reply) => {
    server.next(reply, {})
    const { failure } = await failureOf(complete())
    expect(failure.isRetryable).toBe(true)
    expect([(await complete()).output, server.requests.length]).toEqual(['Hello there', 2])
  })

  it('3. a stalled body is waited for until the idle limit, and no longer', async () => {
    server.next(cutReply(protocol, 'stall'))
    const error = await failureOf(complete({ deadlines: { idleMs: 40, totalMs: 60_000 } }))
    expect([error.code, error.failure.billing, error.failure.partial?.output]).toEqual(['timeout', 'unknown', 'Hello'])
    expect(await server.requests[0]?.ended).toBe('aborted')
  })

  it('3. a connection reset before the first byte counts as perhaps billed, which bounds its retries', async () => {
    server.next({ fault: { kind: 'no-answer', how: 'reset' } })
    expect((await failureOf(complete())).failure).toMatchObject({ billing: 'unknown', isRetryable: true })
  })

  it('4. an answer beside "0 requests left" is kept, and not paid again', async () => {
    server.next({ headers: { 'x-ratelimit-remaining-requests': '0' } })
    const reply = await complete()
    expect([reply.output, reply.limits?.remainingRequests, server.bill.length]).toEqual(['Hello there', 0, 1])
  })

  it('5. a refused key stops its provider, a missing model only itself', async () => {
    server.next(status(401), status(404))
    const key = await failureOf(complete())
    const model = await failureOf(complete())
    expect([key.code, key.failure.stops, model.code, model.failure.stops]).toEqual([
      'provider-auth',
      'provider',
      'provider-refused',
      'model',
    ])
  })

  it('9. refused, cut, filtered and empty answers can be told from good ones, so that no cache keeps them', async () => {
    const length = { chat: 'length', responses: 'max_output_tokens', messages: 'max_tokens' }[protocol]
    const filter = { chat: 'content_filter', responses: 'content_filter', messages: 'refusal' }[protocol]
    server.next({ refusal: 'No.' }, { finish: length }, { finish: filter }, { pieces: [] })
    const refused = await complete()
    const cut = await complete()
    const filtered = await complete()
    const empty = await complete()
    expect([refused, cut, filtered].map(({ finishReason }) => finishReason)).not.toContain('stop')
    expect([empty.finishReason, empty.output]).toEqual(['stop', ''])
  })

  it('10. "I cannot recommend this film enough!" is no refusal', async () => {
    server.next({ pieces: ['I cannot', ' recommend this film enough!'] })
    const reply = await complete({ shouldStop: refusalChecker() })
    expect([reply.finishReason, reply.output]).toEqual(['stop', 'I cannot recommend this film enough!'])
  })
})
