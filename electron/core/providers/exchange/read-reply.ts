import type { PartialReply, ProviderReply } from '../provider.ts'
import { CallFault } from './call-fault.ts'
import type { CallClock } from './deadlines.ts'
import { parseJson } from './loose-json.ts'
import type { BodyReader, WireReply } from './post.ts'
import { type SseEvent, SseParser } from './sse-parser.ts'

/** content: a piece of the answer; ping: anything that proves only that the line is up; done: the terminal marker. */
export type EventMeaning = 'content' | 'ping' | 'done'

/** Understands one vendor's replies. */
export interface ReplyReader {
  /** @throws CallFault when the event is no JSON or tells an error */
  readonly event: (event: SseEvent) => EventMeaning
  /** The whole reply, from a server that does not stream. @throws CallFault when it tells an error or is unfinished */
  readonly whole: (value: unknown) => void
  readonly partial: () => PartialReply | null
  /** What has been read, as a reply; complete once the terminal marker was seen. */
  readonly reply: () => ProviderReply
}

const MAX_JSON_CHARACTERS = 32 * 1024 * 1024
const DRAIN_MS = 250

/**
 * Feeds a reply to its reader: events or one JSON value, whichever the body holds, whatever its content type says.
 *
 * @throws CallFault unless the terminal marker (or a whole JSON reply) was seen: a stream that merely ends is no success
 */
export async function readReply(
  { body }: WireReply,
  clock: CallClock,
  reader: Omit<ReplyReader, 'reply'>,
): Promise<void> {
  const source = body?.getReader() ?? null
  if (!source) throw new CallFault({ kind: 'bad-reply', problem: 'empty' })
  try {
    await feed(source, clock, reader)
  } catch (error) {
    source.cancel().catch(ignore)
    if (!(error instanceof CallFault)) throw error
    throw new CallFault(error.fault, { partial: reader.partial(), cause: error })
  }
}

async function feed(body: BodyReader, clock: CallClock, reader: Omit<ReplyReader, 'reply'>) {
  const decoder = new TextDecoder()
  const events = new SseParser()
  let mode: 'unknown' | 'events' | 'json' = 'unknown'
  const json: string[] = []
  let characters = 0
  let count = 0
  for (;;) {
    const { done, value } = await readChunk(body)
    const text = done ? decoder.decode() : decoder.decode(value, { stream: true })
    if (mode === 'unknown') {
      const first = text.trimStart()[0]
      if (first === '<') throw new CallFault({ kind: 'bad-reply', problem: 'html' })
      if (first !== undefined) mode = first === '{' || first === '[' ? 'json' : 'events'
    }
    if (mode === 'json') {
      json.push(text)
      characters += text.length
      if (text.trim() !== '') clock.progressed()
      if (characters > MAX_JSON_CHARACTERS) throw new CallFault({ kind: 'bad-reply', problem: 'output-too-large' })
    } else {
      const arrived = done ? [...events.push(text), ...events.end()] : events.push(text)
      count += arrived.length
      if (takeEvents(arrived, clock, reader)) return done ? undefined : await drain(body)
    }
    if (done) break
  }
  if (mode === 'json') {
    const value = parseJson(json.join(''))
    if (value === undefined) throw new CallFault({ kind: 'bad-reply', problem: 'cut' })
    return reader.whole(value)
  }
  throw new CallFault({ kind: 'bad-reply', problem: count === 0 ? 'empty' : 'unfinished' })
}

/** @returns whether the terminal marker was among them; what follows it is not read */
function takeEvents(events: readonly SseEvent[], clock: CallClock, reader: Omit<ReplyReader, 'reply'>): boolean {
  for (const event of events) {
    const meaning = reader.event(event)
    if (meaning === 'done') return true
    if (meaning === 'content') clock.progressed()
  }
  return false
}

async function readChunk(body: BodyReader) {
  try {
    return await body.read()
  } catch (cause) {
    throw new CallFault({ kind: 'bad-reply', problem: 'cut' }, { cause })
  }
}

/** Reads to the end, so that the connection serves the next call; a server that never ends loses it. */
async function drain(body: BodyReader): Promise<void> {
  const timer = setTimeout(() => body.cancel().catch(ignore), DRAIN_MS)
  try {
    while (!(await body.read()).done);
  } catch {
    // The answer is complete: what breaks after its terminal marker is of no account.
  } finally {
    clearTimeout(timer)
  }
}

function ignore(): void {
  // Cancelling a body that has already failed fails again, and changes nothing.
}
