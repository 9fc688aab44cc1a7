import { gzipSync } from 'node:zlib'
import { unusedPort } from '../fake-provider-server.ts'
import {
  answerOf,
  bodyOf,
  chunked,
  end,
  type FaultCase,
  failed,
  failedForGood,
  httpAnswer,
  reset,
  type Situation,
  settled,
  steps,
  timedOut,
  unreachable,
  write,
} from './fault-case.ts'

const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n'
const openHead = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n'
const soon = { firstByteMs: 120 }

/** What every good body begins with: enough for the first piece of text in a stream, half the JSON elsewhere. */
function half(at: Situation): Buffer {
  const body = Buffer.from(bodyOf(at))
  const first = body.indexOf(' there')
  return body.subarray(0, at.form === 'stream' ? body.lastIndexOf('data:', first) + 20 : Math.floor(body.length / 2))
}

function halfChunk(at: Situation): Buffer {
  const bytes = half(at)
  return Buffer.concat([Buffer.from(`${head}${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')])
}

function torn(name: string, script: FaultCase['script'], expected: FaultCase['expected'] = failed): FaultCase {
  return { name, script, expected }
}

/** Faults of the line and of HTTP itself. */
export const connectionFaults: readonly FaultCase[] = [
  {
    name: 'nothing listens at the port',
    script: () => steps(),
    url: async () => `http://127.0.0.1:${await unusedPort()}`,
    expected: unreachable,
    requests: 0,
  },
  {
    name: 'nothing listens at a port that browsers do not allow',
    script: () => steps(),
    url: () => 'http://127.0.0.1:6000',
    expected: unreachable,
    requests: 0,
  },
  {
    name: 'TLS spoken to a server without it',
    script: () => steps(write('HTTP/1.1 400 Bad Request\r\n\r\n'), end),
    url: (server) => server.replace('http:', 'https:'),
    expected: { ...unreachable },
    deadlines: { connectMs: 60 },
    requests: 0,
  },
  {
    name: 'TLS answered with garbage',
    script: () => ({ onConnect: 'close', steps: [] }),
    url: (server) => server.replace('http:', 'https:'),
    expected: unreachable,
    requests: 0,
  },
  {
    name: 'a connection taken and closed',
    script: () => ({ onConnect: 'close', steps: [] }),
    expected: failed,
    or: unreachable,
    requests: 0,
  },
  {
    name: 'a connection taken and reset',
    script: () => ({ onConnect: 'reset', steps: [] }),
    expected: failed,
    or: unreachable,
    requests: 0,
  },
  torn('closed after the request', () => steps(end)),
  torn('reset after the request', () => steps(reset)),
  { name: 'silence after the request', script: () => steps(), deadlines: soon, expected: timedOut },
  {
    name: 'half a status line, then silence',
    script: () => steps(write('HTTP/1.1 2')),
    deadlines: soon,
    expected: timedOut,
  },
  torn('half a status line, then closed', () => steps(write('HTTP/1.1 2'), end)),
  torn('half the headers, then closed', () => steps(write('HTTP/1.1 200 OK\r\ncontent-ty'), end)),
  torn('half the headers, then reset', () => steps(write('HTTP/1.1 200 OK\r\ncontent-ty'), reset)),
  {
    name: 'headers that never end',
    script: () => steps(write('HTTP/1.1 200 OK\r\n'), { kind: 'repeat', bytes: 'x: 1\r\n', everyMs: 5 }),
    deadlines: soon,
    expected: timedOut,
  },
  torn('headers of 80 kB', () => steps(write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(80_000)}\r\n\r\n`)), failedForGood),
  torn('another protocol', () => steps(write('SSH-2.0-OpenSSH_9.9\r\n'), end)),
  torn('a body without a head', (at) => steps(write(bodyOf(at)), end)),
  torn('a status line without a number', () => steps(write('HTTP/1.1 OK\r\n\r\n'), end)),
  torn('a status out of range', () => steps(write('HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n'))),
  torn('an upgrade nobody asked for', () =>
    steps(write('HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n')),
  ),
  torn('two lengths that differ', (at) =>
    steps(write(httpAnswer({ body: bodyOf(at), headers: { 'Content-Length': '5' } })), end),
  ),
  torn('a chunk whose size is no number', () => steps(write(`${head}zz\r\nabc\r\n`), end)),
  { name: 'headers, then silence', script: () => steps(write(head)), deadlines: soon, expected: timedOut },
  torn('headers, then closed', () => steps(write(head), end)),
  torn('headers, then reset', () => steps(write(head), reset)),
  torn('headers of an open-ended body, then closed', () => steps(write(openHead), end)),
  torn('half the body in chunks, then closed', (at) => steps(write(halfChunk(at)), end)),
  torn('half the body in chunks, then reset', (at) => steps(write(halfChunk(at)), reset)),
  torn('half the body without length, then closed', (at) =>
    steps(write(Buffer.concat([Buffer.from(openHead), half(at)])), end),
  ),
  torn('half the body without length, then reset', (at) =>
    steps(write(Buffer.concat([Buffer.from(openHead), half(at)])), reset),
  ),
  {
    name: 'half the body, then silence',
    script: (at) => steps(write(halfChunk(at))),
    deadlines: { idleMs: 80 },
    expected: timedOut,
  },
  {
    name: 'half the body, then silence, past the total',
    script: (at) => steps(write(halfChunk(at))),
    deadlines: { totalMs: 250 },
    expected: { ...timedOut, isRetryable: false },
  },
  {
    name: 'half the body, then comments without end',
    script: (at) =>
      at.form === 'stream' ? steps(write(halfChunk(at)), { kind: 'repeat', bytes: '3\r\n: \n\r\n', everyMs: 5 }) : null,
    deadlines: { idleMs: 80 },
    expected: timedOut,
  },
  {
    name: 'half the body, then ping events without end',
    script: (at) => {
      if (at.form === 'whole') return null
      const ping = 'event: ping\ndata: {"type":"ping"}\n\n'
      const body = bodyOf(at)
      const first = body.slice(0, body.indexOf('\n\n', body.indexOf('Hello')) + 2)
      return steps(write(head + oneChunk(first)), { kind: 'repeat', bytes: oneChunk(ping), everyMs: 5 })
    },
    deadlines: { idleMs: 80 },
    expected: timedOut,
  },
  {
    name: 'half the JSON, then blanks without end',
    script: (at) =>
      at.form === 'whole' ? steps(write(halfChunk(at)), { kind: 'repeat', bytes: '2\r\n  \r\n', everyMs: 5 }) : null,
    deadlines: { idleMs: 80 },
    expected: timedOut,
  },
  torn(
    'a length that is too long',
    (at) => steps(write(httpAnswer({ body: bodyOf(at), headers: { 'content-length': '99999' } })), end),
    // A stream is whole at its terminal marker, JSON only at the end of the body.
    ({ form }) => (form === 'stream' ? settled : failed),
  ),
  torn('a length that is too short', (at) =>
    steps(
      write(httpAnswer({ body: bodyOf(at), headers: { 'content-length': String(Math.floor(bodyOf(at).length / 2)) } })),
      end,
    ),
  ),
  torn(
    'a body whose last chunk is missing',
    (at) => {
      const bytes = chunked(Buffer.from(bodyOf(at)), 99)
      return steps(write(Buffer.concat([Buffer.from(head), bytes.subarray(0, -5)])), end)
    },
    ({ form }) => (form === 'stream' ? settled : failed),
  ),
  torn(
    'a connection reset right after the whole answer',
    (at) => steps(...answerOf(at, bodyOf(at)).steps, reset),
    settled,
  ),
  torn(
    'a stream that stays open after its end',
    (at) => {
      const bytes = chunked(Buffer.from(bodyOf(at)), 99)
      return at.form === 'stream' ? steps(write(Buffer.concat([Buffer.from(head), bytes.subarray(0, -5)]))) : null
    },
    settled,
  ),
  torn(
    'two answers to one request',
    (at) => steps(...answerOf(at, bodyOf(at)).steps, ...answerOf(at, bodyOf(at)).steps),
    settled,
  ),
  torn('a byte at a time', (at) => answerOf(at, bodyOf(at), { framing: 'chunked', chunkBytes: 1 }), settled),
  torn('gzip', (at) => zipped(at, gzipSync(bodyOf(at))), settled),
  torn('gzip cut in the middle', (at) => zipped(at, gzipSync(bodyOf(at)).subarray(0, 60))),
  torn('gzip that is none', (at) => zipped(at, bodyOf(at))),
  torn('gzip with a broken byte', (at) => zipped(at, broken(gzipSync(bodyOf(at))))),
  torn(
    'an encoding that nobody knows',
    (at) => answerOf(at, bodyOf(at), { headers: { 'content-encoding': 'rot13' } }),
    settled,
  ),
]

function oneChunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
}

function zipped(at: Situation, body: string | Uint8Array) {
  return answerOf(at, body, { headers: { 'content-encoding': 'gzip' } })
}

function broken(bytes: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, 40), Buffer.from([bytes[40] === 0 ? 1 : 0]), bytes.subarray(41)])
}
