import type { Deadlines } from '../../../../shared/domain/deadlines.ts'
import { CallFault } from '../exchange/call-fault.ts'
import type { CallClock } from '../exchange/deadlines.ts'
import { exchange } from '../exchange/exchange.ts'
import { asRecord, asText, type JsonRecord, parseJson } from '../exchange/loose-json.ts'
import type { BatchContext } from '../provider-batches.ts'

/** A file of 200 MB takes minutes to send, and a provider reads all of it before it answers. */
export const batchDeadlines: Deadlines = {
  connectMs: 10_000,
  firstByteMs: 15 * 60_000,
  idleMs: 120_000,
  totalMs: 60 * 60_000,
}

const MAX_JSON_CHARACTERS = 32 * 1024 * 1024

/** As much of the vendors' SDKs as batches need; the plug-ins make it, since only they may load an SDK. */
export interface BatchClient {
  readonly get: BatchMethod
  readonly post: BatchMethod
}

type BatchMethod = (
  path: string,
  options: {
    readonly body?: unknown
    readonly query?: Record<string, string>
    readonly headers: Record<string, string | null>
  },
) => { readonly asResponse: () => Promise<Response> }

export type ConnectBatches = (
  target: Pick<BatchContext, 'key' | 'baseUrl' | 'fetch'> & { readonly deadlines: Deadlines },
) => Promise<BatchClient>

export interface ConnectedContext extends BatchContext {
  readonly connect: ConnectBatches
}

export interface BatchCall {
  /** Who answers, for messages: "OpenAI". */
  readonly label: string
  readonly context: BatchContext
  readonly send: (fetch: typeof globalThis.fetch) => Promise<Response>
}

/** One request about a batch, answered by a JSON object; `parse` may throw CallFault. @throws ProviderError */
export function askJson<T>({ label, context, send }: BatchCall, parse: (value: JsonRecord) => T): Promise<T> {
  return exchange({
    label,
    modelName: null,
    context: withDeadlines(context),
    send,
    read: async (response, clock) => parse(await readObject(response, clock)),
  })
}

/** One request answered by lines of JSON; waits for `see` before it reads on. @throws ProviderError */
export function askLines({ label, context, send }: BatchCall, see: (line: JsonRecord) => Promise<void>): Promise<void> {
  return exchange({
    label,
    modelName: null,
    context: withDeadlines(context),
    send,
    read: (response, clock) => readLines(response, clock, see),
  })
}

/** A batch's or a file's id. @throws CallFault when there is none */
export function idOf(value: JsonRecord): string {
  const id = asText(value.id)
  if (id === null || id === '') throw new CallFault({ kind: 'bad-reply', problem: 'not-json' })
  return id
}

function withDeadlines(context: BatchContext) {
  return { ...context, deadlines: batchDeadlines, onSend: () => undefined }
}

async function readObject(response: Response, clock: CallClock): Promise<JsonRecord> {
  let text = ''
  for await (const piece of pieces(response, clock)) {
    text += piece
    if (text.length > MAX_JSON_CHARACTERS) throw new CallFault({ kind: 'bad-reply', problem: 'output-too-large' })
  }
  const value = asRecord(parseJson(text))
  if (value) return value
  throw new CallFault({ kind: 'bad-reply', problem: text.trimStart().startsWith('<') ? 'html' : 'not-json' })
}

/** A last line without its line break counts if it is whole: only then nothing was cut off. */
async function readLines(response: Response, clock: CallClock, see: (line: JsonRecord) => Promise<void>) {
  let rest = ''
  const take = async (line: string) => {
    if (line.trim() === '') return
    const value = asRecord(parseJson(line))
    if (!value) throw new CallFault({ kind: 'bad-reply', problem: line.trimStart().startsWith('<') ? 'html' : 'cut' })
    await see(value)
  }
  for await (const piece of pieces(response, clock)) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > MAX_JSON_CHARACTERS) throw new CallFault({ kind: 'bad-reply', problem: 'output-too-large' })
    for (const line of lines) await take(line)
  }
  await take(rest)
}

async function* pieces(response: Response, clock: CallClock): AsyncGenerator<string> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  try {
    for (;;) {
      const { done, value } = reader ? await readChunk(reader) : { done: true, value: undefined }
      if (done) break
      clock.progressed()
      yield decoder.decode(value, { stream: true })
    }
    yield decoder.decode()
  } finally {
    // A reader that has come to its end takes no harm from it.
    reader?.cancel().catch(() => undefined)
  }
}

async function readChunk(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read()
  } catch (cause) {
    throw new CallFault({ kind: 'bad-reply', problem: 'cut' }, { cause })
  }
}
