import type { FakeReply, Protocol } from '../fake-provider-replies.ts'
import {
  answerOf,
  bodyOf,
  type Failed,
  type FaultCase,
  failed,
  keyRefused,
  limited,
  quota,
  refused,
  type Settled,
  type Situation,
  settled,
} from './fault-case.ts'
import { replaceMember, rewriteBody } from './rewrite-body.ts'

const PAGE = '<!doctype html><title>Sign in to the network</title>'
const noUsage: Settled = { ...settled, usage: 'none' }

function raw(
  name: string,
  body: string | Uint8Array,
  expected: Failed = failed,
  headers: Record<string, string> = {},
): FaultCase {
  return { name, expected, script: (at) => answerOf(at, body, { headers }) }
}

function reply(
  name: string,
  fake: FakeReply | ((protocol: Protocol) => FakeReply),
  expected: FaultCase['expected'],
): FaultCase {
  const of = (at: Situation) => (typeof fake === 'function' ? fake(at.protocol) : fake)
  return { name, expected, script: (at) => answerOf(at, bodyOf(at, of(at))) }
}

function member(
  name: string,
  key: string,
  change: (member: unknown) => unknown,
  expected: Failed | Settled,
): FaultCase {
  const script = (at: Situation) => answerOf(at, rewriteBody(at, bodyOf(at), replaceMember(key, change)))
  return { name, expected, script }
}

/** An error told under status 200, as the whole body or as the first event. */
function told(name: string, error: unknown, expected: Failed): FaultCase {
  return {
    name: `status 200 with an error: ${name}`,
    expected,
    script(at) {
      const json = JSON.stringify(at.protocol === 'messages' ? { type: 'error', error } : { error })
      return answerOf(at, at.form === 'stream' ? `data: ${json}\n\n` : json)
    },
  }
}

const usage = (name: string, change: (usage: Record<string, unknown>) => unknown, expected: Settled = noUsage) =>
  member(`usage ${name}`, 'usage', (value) => change(value as Record<string, unknown>), expected)

const eachCount = (change: (count: number) => unknown) => (counts: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(counts).map(([key, value]) => [key, typeof value === 'number' ? change(value) : value]),
  )

const LENGTH = { chat: 'length', responses: 'max_output_tokens', messages: 'max_tokens' } as const
const FILTER = { chat: 'content_filter', responses: 'content_filter', messages: 'refusal' } as const

/** Answers of status 200 that are none, and good ones that are odd. */
const all: readonly FaultCase[] = [
  raw('a web page', PAGE, failed, { 'content-type': 'text/html' }),
  raw('a web page that says it is JSON', `\n  ${PAGE}`, failed, { 'content-type': 'application/json' }),
  raw('an empty body', ''),
  raw('blanks', ' \n\n \r\n'),
  raw('the value null', 'null'),
  raw('an empty list', '[]'),
  raw('an empty object', '{}'),
  raw('a bare text', '"Hello there"'),
  raw('a bare number', '42'),
  raw('plain words', 'upstream connect error or disconnect/reset before headers'),
  raw('cut JSON', '{"id":"x","choi'),
  raw('JSON and garbage', '{"id":"x"} trailing'),
  raw('deeply nested JSON', `${'['.repeat(50_000)}${']'.repeat(50_000)}`),
  raw('bytes that are no text', new Uint8Array([0xff, 0xfe, 0x00, 0x80, 0xc3, 0x28])),
  {
    name: 'status 204',
    expected: failed,
    script: (at) => answerOf(at, '', { status: 204, framing: 'close', headers: {} }),
  },
  { name: 'status 205', expected: failed, script: (at) => answerOf(at, '', { status: 205 }) },
  {
    name: 'status 206 with the whole answer',
    expected: settled,
    script: (at) => answerOf(at, bodyOf(at), { status: 206 }),
  },
  {
    name: 'status 201 with the whole answer',
    expected: settled,
    script: (at) => answerOf(at, bodyOf(at), { status: 201 }),
  },
  {
    name: 'a content type that lies',
    expected: settled,
    script: (at) => answerOf(at, bodyOf(at), { headers: { 'content-type': 'text/plain; charset=latin1' } }),
  },
  { name: 'a byte order mark', expected: settled, script: (at) => answerOf(at, `\uFEFF${bodyOf(at)}`) },
  told('rate limit', { type: 'rate_limit_error', code: 429 }, limited),
  told('overloaded', { type: 'overloaded_error' }, limited),
  told('key', { code: 401, message: 'No auth credentials found' }, keyRefused),
  told('quota', { code: 'insufficient_quota', message: 'x' }, quota),
  told('refused request', { type: 'invalid_request_error', message: 'x' }, refused),
  told('failure', { type: 'api_error' }, failed),
  told('gateway', { code: 502, message: 'Bad gateway' }, failed),
  told('unavailable', { code: 503, message: 'x' }, limited),
  told('a plain text', 'model is loading', failed),
  told('nothing known', {}, failed),
  reply('no answer in it', { fault: { kind: 'no-choices' } }, failed),
  reply('no finish reason', { fault: { kind: 'no-finish' } }, failed),
  reply('the output limit', (protocol) => ({ finish: LENGTH[protocol] }), { finish: 'length' }),
  reply('the content filter', (protocol) => ({ finish: FILTER[protocol] }), filtered),
  reply(
    'a refusal',
    { refusal: 'I cannot help with that.' },
    { finish: 'refusal', output: 'I cannot help with that.' },
  ),
  reply('an answer without text', { pieces: [] }, { ...settled, output: '' }),
  reply('only blanks', { pieces: ['   \n'] }, { ...settled, output: '   \n' }),
  {
    name: 'a byte that is no UTF-8',
    expected: { ...settled, output: 'H\uFFFDllo there' },
    script(at) {
      const bytes = Buffer.from(bodyOf(at))
      bytes[bytes.indexOf('Hello') + 1] = 0xff
      return answerOf(at, bytes)
    },
  },
  reply('no usage', { fault: { kind: 'no-usage' } }, noUsage),
  reply('another model than the one asked', { model: 'model-z' }, settled),
  usage('null', () => null),
  usage(
    'zero',
    eachCount(() => 0),
  ),
  usage(
    'negative',
    eachCount((count) => -count),
  ),
  usage('as texts', eachCount(String)),
  usage(
    'with fractions',
    eachCount((count) => count + 0.5),
  ),
  usage(
    'beyond all measure',
    eachCount(() => 1e300),
  ),
  usage('as a list', () => []),
  usage('as a text', () => 'many'),
  usage('without output', ({ input_tokens, prompt_tokens }) => ({ input_tokens, prompt_tokens })),
  usage(
    'that counts no output',
    eachCount((count) => (count === 12 ? 12 : 0)),
  ),
  usage('with fields that nobody knows', (value) => ({ ...value, dreams: 3, prompt_cost: '0.1' }), settled),
  member('no model name', 'model', () => undefined, settled),
  member('a model name that is no text', 'model', () => 7, settled),
  member('an id that is null', 'id', () => null, settled),
]

export const bodyFaults: readonly FaultCase[] = all.map((fault) => ({ ...fault, name: `200: ${fault.name}` }))

function filtered({ protocol }: Situation): Settled {
  return { finish: protocol === 'messages' ? 'refusal' : 'content-filter' }
}
