import type { FakeReply, Protocol } from './fake-provider-replies.ts'

/** A way to fail, and what every provider must make of it. */
export interface FaultCase {
  readonly name: string
  readonly reply: FakeReply
  readonly expected: readonly [code: string, billing: string, isRetryable: boolean]
  readonly stops?: 'model' | 'provider'
  readonly deadlines?: { readonly firstByteMs?: number; readonly idleMs?: number; readonly totalMs?: number }
}

const json = (status: number, error: object): FakeReply => ({
  fault: { kind: 'status', status, body: { type: 'error', error } },
})
const raw = (body: string, contentType = 'text/event-stream'): FakeReply => ({
  fault: { kind: 'raw', body, contentType },
})
const page = '<!doctype html><title>Sign in to the network</title>'

/** Bytes that hold the first piece of the answer and end in the middle of a later event. */
export function cutReply(protocol: Protocol, how: 'end' | 'reset' | 'stall'): FakeReply {
  return { fault: { kind: 'cut', afterBytes: { chat: 420, responses: 760, messages: 760 }[protocol], how } }
}

export function faultCases(protocol: Protocol, prompt: string): readonly FaultCase[] {
  return [
    {
      name: '400 with a refused parameter',
      reply: json(400, { type: 'invalid_request_error', param: 'top_p', message: prompt }),
      expected: ['provider-refused', 'rejected', false],
    },
    {
      name: '400 for a prompt that is too long',
      reply: json(400, {
        type: 'invalid_request_error',
        message: 'prompt is too long: 210000 tokens > 200000 maximum',
      }),
      expected: ['provider-refused', 'rejected', false],
    },
    {
      name: '400 for an empty account',
      reply: json(400, { type: 'invalid_request_error', message: 'Your credit balance is too low to access the API.' }),
      expected: ['provider-quota', 'rejected', false],
      stops: 'provider',
    },
    {
      name: '401',
      reply: json(401, {
        type: 'authentication_error',
        message: 'Incorrect API key provided: sk-test-0123456789abcdef',
      }),
      expected: ['provider-auth', 'rejected', false],
      stops: 'provider',
    },
    {
      name: '402',
      reply: json(402, { type: 'billing_error' }),
      expected: ['provider-quota', 'rejected', false],
      stops: 'provider',
    },
    {
      name: '403',
      reply: json(403, { type: 'permission_error' }),
      expected: ['provider-auth', 'rejected', false],
      stops: 'provider',
    },
    {
      name: '404',
      reply: json(404, { type: 'not_found_error', code: 'model_not_found' }),
      expected: ['provider-refused', 'rejected', false],
      stops: 'model',
    },
    { name: '405', reply: json(405, {}), expected: ['provider-refused', 'rejected', false], stops: 'provider' },
    { name: '408', reply: json(408, {}), expected: ['timeout', 'unknown', true] },
    { name: '409', reply: json(409, {}), expected: ['provider-failed', 'unknown', true] },
    {
      name: '413 as a page',
      reply: { fault: { kind: 'status', status: 413, body: page } },
      expected: ['provider-refused', 'rejected', false],
    },
    {
      name: '422',
      reply: json(422, { type: 'invalid_request_error' }),
      expected: ['provider-refused', 'rejected', false],
    },
    {
      name: '429 for the rate',
      reply: json(429, { type: 'rate_limit_error', code: 'rate_limit_exceeded' }),
      expected: ['provider-limit', 'rejected', true],
    },
    {
      name: '429 for the quota',
      reply: json(429, { type: 'insufficient_quota', code: 'insufficient_quota' }),
      expected: ['provider-quota', 'rejected', false],
      stops: 'provider',
    },
    {
      name: '429 for the spend limit',
      reply: json(429, { type: 'rate_limit_error', code: 'enforced_spend_limit_reached' }),
      expected: ['provider-quota', 'rejected', false],
      stops: 'provider',
    },
    { name: '500', reply: json(500, { type: 'api_error' }), expected: ['provider-failed', 'unknown', true] },
    {
      name: '502 as a page',
      reply: { fault: { kind: 'status', status: 502, body: page } },
      expected: ['provider-failed', 'unknown', true],
    },
    {
      name: '503 in the provider’s words',
      reply: json(503, { type: 'overloaded_error' }),
      expected: ['provider-limit', 'rejected', true],
    },
    {
      name: '503 as a page',
      reply: { fault: { kind: 'status', status: 503, body: page } },
      expected: ['provider-limit', 'unknown', true],
    },
    { name: '524', reply: { fault: { kind: 'status', status: 524 } }, expected: ['provider-failed', 'unknown', true] },
    { name: '529', reply: json(529, { type: 'overloaded_error' }), expected: ['provider-limit', 'rejected', true] },
    {
      name: 'a web page under status 200',
      reply: raw(page, 'text/html'),
      expected: ['provider-failed', 'unknown', true],
    },
    { name: 'an empty body', reply: raw(''), expected: ['provider-failed', 'unknown', true] },
    {
      name: 'cut JSON',
      reply: raw('{"id":"x","choi', 'application/json'),
      expected: ['provider-failed', 'unknown', true],
    },
    {
      name: 'an event that is no JSON',
      reply: raw('data: {"id":\n\n'),
      expected: ['provider-failed', 'unknown', true],
    },
    {
      name: 'an error under status 200',
      reply: raw('{"type":"error","error":{"type":"rate_limit_error","code":429}}', 'application/json'),
      expected: ['provider-limit', 'rejected', true],
    },
    {
      name: 'an error in the middle of the answer',
      reply: { fault: { kind: 'error-event', error: { type: 'overloaded_error' } } },
      expected: ['provider-limit', 'unknown', true],
    },
    {
      name: 'a body that ends in the middle',
      reply: cutReply(protocol, 'end'),
      expected: ['provider-failed', 'unknown', true],
    },
    {
      name: 'a connection torn in the middle',
      reply: cutReply(protocol, 'reset'),
      expected: ['provider-failed', 'unknown', true],
    },
    {
      name: 'a connection torn before the answer',
      reply: { fault: { kind: 'no-answer', how: 'reset' } },
      expected: ['provider-failed', 'unknown', true],
    },
    {
      name: 'a missing terminal marker',
      reply: { fault: { kind: 'no-terminal' } },
      expected: ['provider-failed', 'unknown', true],
    },
    {
      name: 'a missing finish reason',
      reply: { fault: { kind: 'no-finish' } },
      expected: ['provider-failed', 'unknown', true],
    },
    {
      name: 'a reply without an answer',
      reply: { fault: { kind: 'no-choices' } },
      expected: ['provider-failed', 'unknown', true],
    },
    {
      name: 'silence instead of headers',
      reply: { fault: { kind: 'no-answer', how: 'silent' } },
      deadlines: { firstByteMs: 40 },
      expected: ['timeout', 'unknown', true],
    },
    {
      name: 'headers without an answer',
      reply: { fault: { kind: 'no-answer', how: 'headers-only' } },
      deadlines: { firstByteMs: 40, idleMs: 5 },
      expected: ['timeout', 'unknown', true],
    },
    {
      name: 'silence in the middle',
      reply: cutReply(protocol, 'stall'),
      deadlines: { idleMs: 40 },
      expected: ['timeout', 'unknown', true],
    },
    {
      name: 'an answer that takes too long',
      reply: cutReply(protocol, 'stall'),
      deadlines: { totalMs: 60 },
      expected: ['timeout', 'unknown', false],
    },
  ]
}
