import { afterAll, describe, expect, it } from 'vitest'
import { CallClock } from '../../../../electron/core/providers/exchange/deadlines.ts'
import type { TextListener } from '../../../../electron/core/providers/exchange/output-buffer.ts'
import { readReply } from '../../../../electron/core/providers/exchange/read-reply.ts'
import { ChatCompletionReader } from '../../../../electron/core/providers/formats/chat-completion-reader.ts'
import { MessagesReader } from '../../../../electron/core/providers/formats/messages-reader.ts'
import { ResponsesReader } from '../../../../electron/core/providers/formats/responses-reader.ts'
import { defaultDeadlines } from '../../../../shared/domain/deadlines.ts'
import { type Random, seededRandom } from '../../../../shared/stats/seeded-random.ts'
import type { Protocol } from '../../../support/fake-provider-replies.ts'
import { type SampleStream, sampleStreams } from '../../../support/sample-streams.ts'

const isSoak = process.env.PITHY_SOAK === '1'
const SEED = Number(process.env.PITHY_SEED ?? 20_261_121)
/** A stream is cut in two at each of its bytes; in the short form at every 13th, from another start in each stream. */
const STEP = isSoak ? 1 : 13
const RANDOM_SPLITS = isSoak ? 2000 : 12

const create = {
  chat: (listener: TextListener) => new ChatCompletionReader(listener),
  responses: (listener: TextListener) => new ResponsesReader(listener),
  messages: (listener: TextListener) => new MessagesReader(listener),
} as const

const streams = sampleStreams()
let parses = 0

afterAll(() => {
  console.info(`Parsed ${parses} splits of ${streams.length} streams, seed ${SEED}.`)
  expect(parses).toBeGreaterThanOrEqual(isSoak ? 200_000 : 5000)
})

describe.each(['chat', 'responses', 'messages'] as const)('streams of %s', (protocol) => {
  const own = streams.filter((stream) => stream.protocol === protocol)

  it.each(own.map((stream, index) => [stream.name, stream, index] as const))(
    'give the identical reply however they are cut: %s',
    async (_name, stream, index) => {
      const whole = await read(protocol, [Buffer.from(stream.text)])
      expect(whole.reply.finishReason).not.toBe('unknown')
      for (const pieces of cuts(stream, index)) {
        parses += 1
        const parts = await read(protocol, pieces)
        // Compared as text first: a deep equality per split would take most of the time.
        if (JSON.stringify(parts) !== JSON.stringify(whole)) {
          expect({ seed: SEED, sizes: pieces.map(({ length }) => length), ...parts }).toEqual(whole)
        }
      }
    },
    120_000,
  )
})

function* cuts({ text }: SampleStream, index: number): Generator<readonly Uint8Array[]> {
  const bytes = Buffer.from(text)
  for (let at = 1 + (index % STEP); at < bytes.length; at += STEP) yield [bytes.subarray(0, at), bytes.subarray(at)]
  yield [...bytes].map((_byte, at) => bytes.subarray(at, at + 1))
  const random = seededRandom(`${SEED} ${text}`)
  for (let round = 0; round < RANDOM_SPLITS; round += 1) {
    // Three pieces, or as many as it takes, some of them empty.
    yield round % 2 === 0 ? pieces(bytes, [random(), random()].sort(ascending)) : pieces(bytes, manyCuts(random))
  }
}

function manyCuts(random: Random): readonly number[] {
  return Array.from({ length: 1 + Math.floor(random() * 40) }, random).sort(ascending)
}

function pieces(bytes: Buffer, at: readonly number[]): readonly Uint8Array[] {
  const ends = [...at.map((share) => Math.floor(share * bytes.length)), bytes.length]
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
}

async function read(protocol: Protocol, chunks: readonly Uint8Array[]) {
  let heard = ''
  const reader = create[protocol]({
    onText: (text) => {
      heard += text
    },
  })
  const clock = new CallClock(defaultDeadlines, new AbortController().signal)
  try {
    await readReply(responseOf(chunks), clock, reader)
  } finally {
    clock.stop()
  }
  const { firstTokenMs: _time, ...reply } = reader.reply()
  return { heard, reply }
}

/** A response of which only the body is read, one chunk at a time; a real one takes ten times as long to make. */
function responseOf(chunks: readonly Uint8Array[]): Response {
  let next = 0
  const reader = {
    read: async () => {
      const value = chunks[next]
      next += 1
      return value === undefined ? { done: true } : { done: false, value }
    },
    cancel: async () => undefined,
  }
  // Holds: readReply takes nothing else of a response.
  return { body: { getReader: () => reader } } as unknown as Response
}

/** Without it numbers are sorted as text, and 1e-7 comes last. */
function ascending(a: number, b: number): number {
  return a - b
}
