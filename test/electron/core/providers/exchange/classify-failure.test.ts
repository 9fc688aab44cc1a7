import { describe, expect, it } from 'vitest'
import type { CallFacts } from '../../../../../electron/core/providers/exchange/call-failure.ts'
import type { Fault } from '../../../../../electron/core/providers/exchange/call-fault.ts'
import { judge } from '../../../../../electron/core/providers/exchange/classify-failure.ts'
import { defaultDeadlines } from '../../../../../shared/domain/deadlines.ts'

const facts: CallFacts = {
  label: 'OpenAI',
  modelName: 'gpt-x',
  mayHaveLeft: true,
  isCancelled: false,
  expired: null,
  deadlines: defaultDeadlines,
  nowMs: 0,
}
const network = (code: string | null): Fault => ({ kind: 'network', code })

function status(code: number, error: unknown, headers: Record<string, string> = {}): Fault {
  return { kind: 'status', status: code, headers: new Headers(headers), body: JSON.stringify(error) }
}

describe('judge', () => {
  it.each([
    ['ENOTFOUND', 'host-unreachable', 'not-sent', true],
    ['EAI_AGAIN', 'host-unreachable', 'not-sent', true],
    ['ECONNREFUSED', 'host-unreachable', 'not-sent', true],
    ['EHOSTUNREACH', 'host-unreachable', 'not-sent', true],
    ['UND_ERR_CONNECT_TIMEOUT', 'host-unreachable', 'not-sent', true],
    ['BAD_PORT', 'host-unreachable', 'not-sent', false],
    ['CERT_HAS_EXPIRED', 'host-unreachable', 'not-sent', false],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'host-unreachable', 'not-sent', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'host-unreachable', 'not-sent', false],
    ['ECONNRESET', 'provider-failed', 'unknown', true],
    ['UND_ERR_SOCKET', 'provider-failed', 'unknown', true],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout', 'unknown', true],
    ['UND_ERR_HEADERS_OVERFLOW', 'provider-failed', 'unknown', false],
    ['HPE_HEADER_OVERFLOW', 'provider-failed', 'unknown', false],
    [null, 'provider-failed', 'unknown', true],
  ] as const)('knows what a network error %s means for the money', (code, expected, billing, isRetryable) => {
    expect(judge(network(code), facts)).toMatchObject({ code: expected, billing, isRetryable })
  })

  it('counts a reset before anything left as not sent', () => {
    expect(judge(network('ECONNRESET'), { ...facts, mayHaveLeft: false })).toMatchObject({ billing: 'not-sent' })
  })

  it('lets the provider’s complete answer win over a cancellation or a deadline', () => {
    const late = { ...facts, isCancelled: true, expired: 'total' } as const
    expect(judge(status(401, {}), late).code).toBe('provider-auth')
    expect(judge(network('ECONNRESET'), late).code).toBe('cancelled')
    expect(judge(null, { ...facts, expired: 'idle' }).code).toBe('timeout')
  })

  it.each([
    ['insufficient_quota'],
    ['credit_balance_exhausted'],
    ['organization_spend_limit_exceeded'],
    ['project_spend_limit_exceeded'],
    ['organization_usage_limit_exceeded'],
    ['enforced_spend_limit_reached'],
  ])('never tries again after 429 %s, whatever retry-after says', (code) => {
    const failure = judge(status(429, { error: { code, message: 'x' } }, { 'retry-after': '1' }), facts)
    expect(failure).toMatchObject({ code: 'provider-quota', isRetryable: false, stops: 'provider' })
  })

  it('waits for OpenRouter’s credit that is only tied up', () => {
    const failure = judge(status(402, { error: { code: 402 } }, { 'retry-after': '3' }), facts)
    expect(failure).toMatchObject({ code: 'provider-limit', isRetryable: true, retryAfterMs: 3000 })
  })

  it('reads Gemini’s list of errors and its delay', () => {
    const body = [{ error: { code: 429, status: 'RESOURCE_EXHAUSTED', details: [{}, { retryDelay: '34s' }] } }]
    expect(judge(status(429, body), facts)).toMatchObject({ code: 'provider-limit', retryAfterMs: 34_000 })
  })

  it.each([
    [
      { error: { message: "Unsupported parameter: 'max_tokens' is not supported.", param: 'max_tokens' } },
      'max_tokens',
    ],
    [{ message: 'Extra inputs are not permitted: stream_options', type: 'invalid_request_error' }, 'stream_options'],
    [{ error: { message: 'temperature must be 1', param: 'temperature' } }, 'temperature'],
    [{ detail: [{ type: 'extra_forbidden', loc: ['body', 'stream_options'], msg: 'Extra inputs' }] }, 'stream_options'],
    [{ message: { detail: [{ loc: ['body', 'max_tokens'], msg: 'x' }] } }, 'max_tokens'],
  ])('names the parameter that is refused in %j', (body, parameter) => {
    const failure = judge(status(400, body), facts)
    expect(failure.refusedParameter).toBe(parameter)
    expect(failure.message).toContain(`"${parameter}"`)
  })

  it('tells the tokens of a prompt that is too long, and nothing else of the provider’s text', () => {
    const message = 'maximum context length is 128000 tokens. However, your messages resulted in 130,001 tokens: SECRET'
    expect(
      judge(status(400, { error: { code: 'context_length_exceeded', message } }), facts).message,
    ).toMatchInlineSnapshot(
      `"OpenAI answered 400: the prompt is longer than the model takes (it names 128000 and 130,001 tokens). Shorten it or choose a model with a larger context."`,
    )
  })

  it('says in a sentence what happened and what to do', () => {
    const messages = [
      judge(status(401, {}), facts),
      judge(status(404, {}), facts),
      judge(status(429, { error: {} }), facts),
      judge(status(500, { error: { type: 'server_error' } }), facts),
      judge({ kind: 'redirect', status: 307 }, facts),
      judge({ kind: 'bad-reply', problem: 'html' }, facts),
      judge({ kind: 'bad-reply', problem: 'unfinished' }, facts),
      judge(network('ECONNREFUSED'), facts),
      judge(null, { ...facts, expired: 'first-byte' }),
      judge(null, { ...facts, expired: 'connect', mayHaveLeft: false }),
    ].map(({ message }) => message)
    expect(messages).toMatchInlineSnapshot(`
      [
        "OpenAI answered 401: the key was not accepted. Check the key in Settings → Providers.",
        "OpenAI answered 404: it has no model "gpt-x", or this key may not use it. Check the name in Models.",
        "OpenAI answered 429: too many requests or tokens for now.",
        "OpenAI answered 500: it failed (server_error). The call may have been billed.",
        "OpenAI answered with a redirect (307). Pithy follows none, because the key would go along. Enter the final address in Settings → Providers.",
        "OpenAI answered with a web page instead of a reply; a proxy or a sign-in page may stand between. The call may have been billed.",
        "OpenAI ended its reply without saying that it is complete. The call may have been billed.",
        "OpenAI could not be reached: nothing listens at that address. Check the network and the address in Settings → Providers.",
        "OpenAI began no answer within 2 minutes. The call may have been billed.",
        "No connection to OpenAI within 10 seconds. Check the network and the address in Settings → Providers.",
      ]
    `)
  })

  it('never shows text of the provider that is no name', () => {
    const body = { error: { code: 'the prompt said: hello', type: 'x y', param: 'my secret text', message: 'hello' } }
    const { message } = judge(status(400, body), facts)
    expect(message).not.toMatch(/prompt said|x y|secret|hello/)
  })

  it.each([
    [{ type: 'overloaded_error' }, false, 'provider-limit', 'rejected'],
    [{ type: 'overloaded_error' }, true, 'provider-limit', 'unknown'],
    [{ code: 401, message: 'x' }, false, 'provider-auth', 'rejected'],
    [{ code: 502, message: 'x' }, false, 'provider-failed', 'unknown'],
    [{ code: 'insufficient_quota' }, false, 'provider-quota', 'rejected'],
    ['a plain text', true, 'provider-failed', 'unknown'],
  ])('classifies the error %j inside a reply by its own name', (error, hasStarted, code, billing) => {
    expect(judge({ kind: 'error-in-reply', error, hasStarted }, facts)).toMatchObject({ code, billing })
  })
})
