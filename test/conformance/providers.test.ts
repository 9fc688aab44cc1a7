import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Provider } from '../../electron/core/providers/provider.ts'
import { providers } from '../../electron/core/providers/registry.ts'
import type { Protocol } from '../support/fake-provider-replies.ts'
import { FakeProviderServer, unusedPort } from '../support/fake-provider-server.ts'
import { failureOf, fakeCall, fakeModel, fakeRequest } from '../support/provider-calls.ts'
import { cutReply, faultCases } from '../support/provider-faults.ts'
import { withTurnClock } from '../support/with-turn-clock.ts'

const LENGTH = { chat: 'length', responses: 'max_output_tokens', messages: 'max_tokens' } as const
const PROMPT = 'The secret plan of the prompt'
/** Every plug-in that calls a server, OpenAI's in both of its interfaces. */
const callers = providers.all
  .filter(({ id }) => id !== 'sandbox')
  .flatMap((provider) => protocolsOf(provider).map((protocol) => [protocol, provider.id, provider] as const))

let server: FakeProviderServer

beforeEach(async () => {
  server = await FakeProviderServer.start()
})

afterEach(() => server.close())

function protocolsOf({ id }: Provider): readonly Protocol[] {
  if (id === 'anthropic') return ['messages']
  return id === 'openai' ? ['chat', 'responses'] : ['chat']
}

describe.each(callers)('%s from provider %s', (protocol, _id, provider) => {
  const request = fakeRequest({
    messages: [{ role: 'user', content: PROMPT }],
    ...(protocol === 'messages' ? {} : { model: fakeModel({ api: protocol }) }),
  })

  it('streams an answer with its usage, and calls once', async () => {
    server.next({
      pieces: ['Grüß', ' dich 🌍'],
      usage: { input: 10, cacheRead: 30, cacheWrite: 7, output: 9, reasoning: 4 },
    })
    const call = fakeCall(provider, server)
    const { firstTokenMs, raw: _raw, ...reply } = await provider.complete(request, call.context)
    expect(reply).toEqual({
      output: 'Grüß dich 🌍',
      finishReason: 'stop',
      usage: {
        inputTokens: 10,
        cacheReadTokens: 30,
        cacheWrite5mTokens: 7,
        cacheWrite1hTokens: 0,
        outputTokens: 9,
        reasoningTokens: 4,
        isEstimated: false,
      },
      answeredBy: 'model-a',
    })
    expect(firstTokenMs).toBeGreaterThan(0)
    expect([call.texts, call.sends(), server.requests.length, server.bill.length]).toEqual([
      ['Grüß', ' dich 🌍'],
      1,
      1,
      1,
    ])
  })

  it('takes a whole JSON answer from a server that does not stream', async () => {
    server.next({ isWhole: true, pieces: ['All at once'] })
    const reply = await provider.complete(request, fakeCall(provider, server).context)
    expect([reply.output, reply.finishReason, reply.usage?.outputTokens, reply.firstTokenMs]).toEqual([
      'All at once',
      'stop',
      5,
      null,
    ])
  })

  it.each([
    ['a byte at a time', { chunkBytes: 1 }],
    ['CRLF line ends', { lineEnd: '\r\n', chunkBytes: 7 }],
    ['CR line ends', { lineEnd: '\r', chunkBytes: 5 }],
    ['no event lines', { hasNoEventNames: true }],
    ['no blank line at the end', { hasOpenEnd: true }],
  ] as const)('reads the same answer from a stream with %s', async (_name, form) => {
    server.next({ ...form, pieces: ['Größe', ' 🌍', '\n日本'] })
    const reply = await provider.complete(request, fakeCall(provider, server).context)
    expect([reply.output, reply.finishReason, reply.usage?.inputTokens]).toEqual(['Größe 🌍\n日本', 'stop', 12])
  })

  it('gives no usage, rather than zeros, when the provider tells none', async () => {
    server.next({ fault: { kind: 'no-usage' } })
    const reply = await provider.complete(request, fakeCall(provider, server).context)
    expect([reply.output, reply.usage]).toEqual(['Hello there', null])
  })

  it('tells an answer cut by the output limit and a refusal from a finished one', async () => {
    server.next({ finish: LENGTH[protocol] }, { refusal: 'I cannot help with that.' })
    const long = await provider.complete(request, fakeCall(provider, server).context)
    const refused = await provider.complete(request, fakeCall(provider, server).context)
    expect([long.finishReason, refused.finishReason, refused.output]).toEqual([
      'length',
      'refusal',
      'I cannot help with that.',
    ])
  })

  it('keeps an answer that used up the last of the rate limit, and says so', async () => {
    server.next({ headers: { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '6m0s' } })
    const reply = await provider.complete(request, fakeCall(provider, server).context)
    expect([reply.output, reply.limits]).toEqual([
      'Hello there',
      { remainingRequests: 0, remainingTokens: null, resetMs: 360_000 },
    ])
  })

  it.each(faultCases(protocol, PROMPT).map((fault) => [fault.name, fault] as const))(
    'classifies %s',
    async (_name, fault) => {
      server.next(fault.reply)
      const call = fakeCall(provider, server, fault.deadlines ? { deadlines: fault.deadlines } : {})
      const failing = () => failureOf(provider.complete(request, call.context))
      const error = await (fault.deadlines ? withTurnClock(failing) : failing())
      const { billing, isRetryable, stops } = error.failure
      expect([error.code, billing, isRetryable, stops]).toEqual([...fault.expected, fault.stops])
      expect([server.requests.length, call.sends()]).toEqual([1, 1])
      expect(error.message).not.toContain(PROMPT)
      expect(error.message).not.toContain('sk-test')
      expect(error.message).toMatch(/^\S.*\.$/)
    },
  )

  it.each([301, 302, 303, 307, 308])('follows no redirect of status %i', async (status) => {
    const other = await FakeProviderServer.start()
    server.next({ fault: { kind: 'redirect', status, location: `${other.url}/v1/elsewhere` } })
    const error = await failureOf(provider.complete(request, fakeCall(provider, server).context))
    await other.close()
    expect([error.code, error.failure.billing, error.failure.isRetryable]).toEqual([
      'provider-failed',
      'rejected',
      false,
    ])
    expect([server.requests.length, other.requests.length]).toEqual([1, 0])
  })

  it('passes on how long the provider asks to wait', async () => {
    server.next({ fault: { kind: 'status', status: 429, body: { error: {} }, headers: { 'retry-after': '7' } } })
    const error = await failureOf(provider.complete(request, fakeCall(provider, server).context))
    expect(error.failure.retryAfterMs).toBe(7000)
  })

  it('sends nothing when it is cancelled before', async () => {
    const abort = new AbortController()
    abort.abort()
    const call = fakeCall(provider, server, { signal: abort.signal })
    const error = await failureOf(provider.complete(request, call.context))
    expect([error.code, error.failure.billing, server.requests.length, call.sends()]).toEqual([
      'cancelled',
      'not-sent',
      0,
      0,
    ])
  })

  it('lets go of the connection when it is cancelled in the middle, and keeps what had come', async () => {
    server.next(cutReply(protocol, 'stall'))
    const abort = new AbortController()
    const { context } = fakeCall(provider, server, { signal: abort.signal, onText: () => abort.abort() })
    const error = await failureOf(provider.complete(request, context))
    expect([error.code, error.failure.billing, error.failure.partial?.output]).toEqual([
      'cancelled',
      'unknown',
      'Hello',
    ])
    expect(await server.requests[0]?.ended).toBe('aborted')
  })

  it('ends the stream when a checker has read enough, and takes what came for an answer', async () => {
    server.next(cutReply(protocol, 'stall'))
    const shouldStop = (text: string) => (text.startsWith('Hello') ? 'It greets.' : null)
    const { context, texts } = fakeCall(provider, server, { shouldStop })
    const { output, finishReason, usage, earlyStop } = await provider.complete(request, context)
    expect([output, texts, finishReason, usage]).toEqual(['Hello', ['Hello'], 'stopped-early', null])
    // Anthropic tells the input's usage first; the others only at the end, which never comes.
    const told = { inputTokens: 12, outputTokens: 1 }
    expect(earlyStop).toEqual({
      reason: 'It greets.',
      usage: protocol === 'messages' ? expect.objectContaining(told) : null,
    })
    expect([await server.requests[0]?.ended, server.bill.length]).toEqual(['aborted', 1])
  })

  it('asks the checker with all the text so far, and lets a good stream end by itself', async () => {
    const asked: string[] = []
    const shouldStop = (text: string) => {
      asked.push(text)
      return null
    }
    const reply = await provider.complete(request, fakeCall(provider, server, { shouldStop }).context)
    expect([asked, reply.finishReason, reply.earlyStop]).toEqual([['Hello', 'Hello there'], 'stop', undefined])
  })

  it('keeps an answer that came whole, since nothing is saved by stopping it', async () => {
    server.next({ isWhole: true })
    const reply = await provider.complete(request, fakeCall(provider, server, { shouldStop: () => 'enough' }).context)
    expect([reply.output, reply.finishReason, reply.usage?.outputTokens]).toEqual(['Hello there', 'stop', 5])
  })

  it('knows that a refused connection cost nothing', async () => {
    const call = fakeCall(provider, { url: `http://127.0.0.1:${await unusedPort()}` })
    const error = await failureOf(provider.complete(request, call.context))
    expect([error.code, error.failure.billing, error.failure.isRetryable]).toEqual([
      'host-unreachable',
      'not-sent',
      true,
    ])
  })

  it('lists the models on offer', async () => {
    expect(await provider.listModels(fakeCall(provider, server).context)).toEqual(['model-a', 'model-b'])
  })

  it('says when the key may not list the models', async () => {
    server.next({ fault: { kind: 'status', status: 401, body: { error: {} } } })
    const error = await failureOf(provider.listModels(fakeCall(provider, server).context))
    expect([error.code, server.requests.length]).toEqual(['provider-auth', 1])
  })

  it('refuses a key with a line break without sending it', async () => {
    const call = fakeCall(provider, server, { key: 'sk-test\nx' })
    const error = await failureOf(provider.complete(request, call.context))
    expect([error.code, error.failure.billing, server.requests.length]).toEqual(['provider-auth', 'not-sent', 0])
  })
})
