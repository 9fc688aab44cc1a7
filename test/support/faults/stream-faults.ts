import { gzipSync } from 'node:zlib'
import type { Protocol } from '../fake-provider-replies.ts'
import {
  answerOf,
  bodyOf,
  type Failed,
  type FaultCase,
  failed,
  failedForGood,
  overloaded,
  type Settled,
  type Situation,
  settled,
} from './fault-case.ts'
import { rewriteBody } from './rewrite-body.ts'

type Change = (body: string, protocol: Protocol) => string

/** A good stream with its text changed; there is none without a stream. */
function stream(name: string, change: Change, expected: FaultCase['expected']): FaultCase {
  const script = (at: Situation) => (at.form === 'stream' ? answerOf(at, change(bodyOf(at), at.protocol)) : null)
  return { name: `stream: ${name}`, expected, script }
}

/** An error event in the middle, in the form of the vendor or of a proxy. */
function broken(name: string, error: object | string, expected: Failed): FaultCase {
  return stream(
    `an error in the middle: ${name}`,
    (body, protocol) => {
      const flat = typeof error === 'string' ? { error } : protocol === 'responses' ? { ...error } : { error }
      const event = protocol === 'chat' ? flat : { ...flat, type: 'error' }
      return intoMiddle(body, `${protocol === 'chat' ? '' : 'event: error\n'}data: ${JSON.stringify(event)}\n\n`)
    },
    expected,
  )
}

const LAST = {
  chat: 'data: [DONE]\n\n',
  responses: 'event: response.completed',
  messages: 'event: message_stop',
} as const

const beforeLast = (body: string, protocol: Protocol) => body.slice(0, body.indexOf(LAST[protocol]))

/** Between the first piece of text and the second. */
function intoMiddle(body: string, event: string): string {
  const at = body.indexOf('\n\n', body.indexOf('Hello')) + 2
  return body.slice(0, at) + event + body.slice(at)
}

const odd = (name: string, change: Change, expected: Settled = settled) => stream(name, change, expected)
const unknown: Failed = failed

/** Faults that only a stream can have. */
export const streamFaults: readonly FaultCase[] = [
  stream('no terminal marker', beforeLast, failed),
  stream(
    'only the terminal marker',
    (body, protocol) => body.slice(body.indexOf(LAST[protocol])),
    ({ protocol }) =>
      // The last event of Responses repeats the whole answer, and is enough.
      protocol === 'responses' ? settled : failed,
  ),
  stream(
    'the marker of Chat Completions instead of its own',
    (body, protocol) => `${beforeLast(body, protocol)}data: [DONE]\n\n`,
    ({ protocol }) => (protocol === 'chat' ? settled : failed),
  ),
  stream('comments and nothing else', () => ': OPENROUTER PROCESSING\n\n'.repeat(5), failed),
  stream('pings and nothing else', () => 'event: ping\ndata: {"type":"ping"}\n\n'.repeat(5), failed),
  stream('an event that is no JSON', (body) => intoMiddle(body, 'data: {"id":\n\n'), failed),
  stream('an event that is a list', (body) => intoMiddle(body, 'data: []\n\n'), failed),
  stream('a web page in the middle', (body) => intoMiddle(body, 'data: <html>502</html>\n\n'), failed),
  stream('an event cut at the end of the stream', (body) => body.slice(0, body.indexOf(' there') + 3), failed),
  stream(
    'an event of 9 million characters',
    (body) => intoMiddle(body, `data: ${'x'.repeat(9_000_000)}\n\n`),
    failedForGood,
  ),
  {
    name: 'stream: an event of 9 million characters in a few kB of gzip',
    script(at) {
      if (at.form === 'whole') return null
      const bomb = gzipSync(`data: ${'x'.repeat(9_000_000)}\n\n`, { level: 1 })
      return answerOf(at, bomb, { headers: { 'content-encoding': 'gzip' } })
    },
    expected: failedForGood,
  },
  stream('more text than any answer has', (body, protocol) => intoMiddle(body, flood(protocol)), failedForGood),
  broken('overloaded', { code: 'overloaded_error', message: 'x' }, overloaded),
  broken('rate limit', { code: 'rate_limit_exceeded', message: 'x' }, overloaded),
  broken('quota', { code: 'insufficient_quota', message: 'x' }, inside('provider-quota', 'provider')),
  broken('key', { code: 'authentication_error', message: 'x' }, inside('provider-auth', 'provider')),
  broken('refused', { code: 'invalid_request_error', message: 'x' }, inside('provider-refused')),
  broken('failure', { code: 'server_error', message: 'x' }, unknown),
  broken('a plain text', 'upstream went away', unknown),
  broken('a code that nobody knows', { code: 'E_1234', message: 'x' }, unknown),
  odd('no blank line at the end', (body) => body.trimEnd()),
  odd('CRLF line ends', (body) => body.replaceAll('\n', '\r\n')),
  odd('CR line ends', (body) => body.replaceAll('\n', '\r')),
  odd('no event lines', (body) => body.replaceAll(/^event: .*\n/gm, '')),
  odd('event lines that lie', (body) => body.replaceAll(/^event: .*$/gm, 'event: ping')),
  odd('no blank after the colon', (body) => body.replaceAll('data: ', 'data:')),
  odd('ids and retry lines', (body) => body.replaceAll('data: ', 'id: 7\nretry: 10\ndata: ')),
  odd('comments between all events', (body) => body.replaceAll('\n\n', '\n\n: keep-alive\n\n')),
  odd('a comment inside every event', (body) => body.replaceAll('data: ', ': inside\ndata: ')),
  odd('events that nobody knows', (body) => intoMiddle(body, 'event: x.y\ndata: {"type":"x.y","delta":{},"z":1}\n\n')),
  odd('an event without data', (body) => intoMiddle(body, 'event: ping\n\ndata:\n\ndata\n\n')),
  odd('the marker of Chat Completions at the end', (body) => `${body}data: [DONE]\n\n`),
  odd('the whole stream twice', (body) => body + body),
  odd('garbage after the terminal marker', (body) => `${body}data: {"error":{"code":500}}\n\n<html>`),
  odd('a piece without text', (body) => rewriteBody({ protocol: 'chat', form: 'stream' }, body, emptyFirst)),
  odd('data in several lines', (body) =>
    body.replaceAll(/^data: (\{.*\})$/gm, (_line, json: string) => severalLines(json)),
  ),
]

function inside(code: Failed['code'], stops?: 'provider'): Failed {
  return { code, billing: 'unknown', isRetryable: false, ...(stops ? { stops } : {}) }
}

function flood(protocol: Protocol): string {
  const text = 'x'.repeat(6_000_000)
  const event = {
    chat: { choices: [{ index: 0, delta: { content: text } }] },
    responses: { type: 'response.output_text.delta', delta: text },
    messages: { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } },
  }[protocol]
  return `data: ${JSON.stringify(event)}\n\n`.repeat(3)
}

/** Models of OpenAI send pieces whose text is missing or null. */
function emptyFirst(event: Record<string, unknown>): Record<string, unknown> {
  return JSON.stringify(event).includes('"content":""')
    ? { ...event, choices: [{ index: 0, delta: { content: null } }] }
    : event
}

function severalLines(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 1)
    .split('\n')
    .map((line) => `data: ${line}`)
    .join('\n')
}
