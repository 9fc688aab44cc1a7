import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { renderReply } from './fake-provider-body.ts'
import type { FakeReply, Protocol } from './fake-provider-replies.ts'

export interface FakeBatchRequest {
  readonly customId: string
  readonly protocol: Protocol
  readonly body: Record<string, unknown>
}

/** What becomes of one request of a batch: an answer, an error of its own, left undone, or nothing said of it. */
export type FakeRequestEnd =
  | { readonly reply: FakeReply }
  | { readonly error: { readonly status: number; readonly type: string; readonly code?: string } }
  | 'unfinished'
  | 'untold'

export interface FakeBatch {
  readonly id: string
  readonly vendor: 'openai' | 'anthropic'
  readonly createdAtMs: number
  readonly requests: readonly FakeBatchRequest[]
  readonly metadata: unknown
  readonly version: string | null
  state: 'in-progress' | 'cancelling' | 'completed' | 'expired' | 'cancelled' | 'failed'
  readonly results: Map<string, FakeRequestEnd>
  isDeleted: boolean
  /** As they are after a month. */
  areResultsGone: boolean
}

/** lost: the batch is made, and the connection torn before the answer; gone: torn before anything was made. */
export type SubmitFault =
  | 'lost'
  | 'gone'
  | { readonly status: number; readonly type: string; readonly retryAfter?: string }

/**
 * OpenAI's files and batches and Anthropic's message batches on this machine. Batches stand still until the test moves them by
 * `end`; what was billed is counted request by request.
 */
export class FakeBatchServer {
  readonly batches: FakeBatch[] = []
  /** Custom ids of the requests that were answered, and are therefore on the bill. */
  readonly billed: string[] = []
  /** `METHOD /path`, in order. */
  readonly asked: string[] = []
  readonly keys = new Set<string>()
  now: () => number = Date.now
  /** Called when a file has come or a batch was made, before the answer leaves. */
  onArrival: (what: 'file' | 'batch') => void = () => undefined
  /** After so many lines of results the connection is torn, once. */
  cutResultsAfter: number | null = null
  readonly #files = new Map<string, string>()
  readonly #faults: SubmitFault[] = []
  readonly #server: Server
  #answer: (request: FakeBatchRequest) => FakeRequestEnd = () => ({ reply: { pieces: ['ok'] } })

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(): Promise<FakeBatchServer> {
    const server = createServer()
    const fake = new FakeBatchServer(server)
    server.on('request', (request, response) => void fake.#handle(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return fake
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** What requests come to when their batch ends. */
  answerBy(answer: (request: FakeBatchRequest) => FakeRequestEnd): void {
    this.#answer = answer
  }

  /** What happens to the next submission; further calls queue up. */
  nextSubmit(...faults: readonly SubmitFault[]): void {
    this.#faults.push(...faults)
  }

  /** Moves a batch to its end; answers are made, and billed, in this moment. */
  end(
    batch: FakeBatch,
    state: Extract<FakeBatch['state'], 'completed' | 'expired' | 'cancelled' | 'failed'> = 'completed',
  ) {
    batch.state = state
    if (state === 'failed') return
    for (const request of batch.requests) {
      const how = this.#answer(request)
      if (typeof how !== 'string' && 'reply' in how) this.billed.push(request.customId)
      batch.results.set(request.customId, how)
    }
  }

  endAll(): void {
    for (const batch of this.batches) if (batch.state === 'in-progress') this.end(batch)
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const url = new URL(incoming.url ?? '/', this.url)
    const path = url.pathname
    this.asked.push(`${incoming.method} ${path}`)
    const key = incoming.headers['x-api-key'] ?? incoming.headers.authorization
    this.keys.add(String(key))
    const version = incoming.headers['anthropic-version']
    if (path === '/v1/files') return await this.#takeFile(incoming, body, response)
    const file = /^\/v1\/files\/([^/]+)\/content$/.exec(path)
    if (file) {
      this.#sendLines(response, this.#files.get(file[1] ?? '')?.split('\n') ?? null)
      return
    }
    const root = path.startsWith('/v1/messages/batches') ? '/v1/messages/batches' : '/v1/batches'
    const vendor = root === '/v1/batches' ? 'openai' : 'anthropic'
    if (path === root && incoming.method === 'POST')
      return this.#submit(response, this.#read(vendor, body, version === undefined ? null : String(version)))
    if (path === root) {
      this.#list(vendor, url, response)
      return
    }
    const [id, action] = path.slice(root.length + 1).split('/')
    const batch = this.batches.find((one) => one.id === id && one.vendor === vendor && !one.isDeleted)
    if (!batch) {
      sendJson(response, 404, errorBody('not_found_error'))
      return
    }
    if (action === 'results') {
      this.#sendLines(response, batch.areResultsGone ? null : anthropicLines(batch))
      return
    }
    if (action === 'cancel') {
      if (batch.state !== 'in-progress') {
        sendJson(response, 400, errorBody('invalid_request_error'))
        return
      }
      batch.state = 'cancelling'
    }
    sendJson(response, 200, this.#view(batch))
  }

  async #takeFile(incoming: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const type = incoming.headers['content-type'] ?? ''
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
    const file = form.get('file')
    if (form.get('purpose') !== 'batch' || !(file instanceof File))
      return sendJson(response, 400, errorBody('invalid_request_error'))
    const id = `file-${this.#files.size + 1}`
    this.#files.set(id, await file.text())
    this.onArrival('file')
    sendJson(response, 200, { id, object: 'file' })
  }

  #read(vendor: FakeBatch['vendor'], body: Buffer, version: string | null): FakeBatch {
    const told = JSON.parse(body.toString('utf8')) as Record<string, unknown>
    const id = `${vendor === 'openai' ? 'batch' : 'msgbatch'}_${this.batches.length + 1}`
    const common = {
      id,
      vendor,
      version,
      createdAtMs: this.now(),
      state: 'in-progress' as const,
      isDeleted: false,
      areResultsGone: false,
    }
    if (vendor === 'anthropic') {
      const list = told.requests as { custom_id: string; params: Record<string, unknown> }[]
      const requests = list.map(({ custom_id, params }) => ({
        customId: custom_id,
        protocol: 'messages' as const,
        body: params,
      }))
      return { ...common, requests, metadata: null, results: new Map() }
    }
    const text = this.#files.get(String(told.input_file_id)) ?? ''
    const lines = text.split('\n').filter((line) => line !== '')
    const requests = lines.map((line): FakeBatchRequest => {
      const parsed = JSON.parse(line) as { custom_id: string; url: string; body: Record<string, unknown> }
      if (parsed.url !== told.endpoint) throw new Error('A file holds requests for one endpoint.')
      const protocol = parsed.url === '/v1/responses' ? 'responses' : 'chat'
      return { customId: parsed.custom_id, protocol, body: parsed.body }
    })
    return { ...common, requests, metadata: told.metadata, results: new Map() }
  }

  #submit(response: ServerResponse, batch: FakeBatch): void {
    const fault = this.#faults.shift()
    if (typeof fault === 'object') {
      const headers = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }
      sendJson(response, fault.status, errorBody(fault.type), headers)
      return
    }
    if (fault !== 'gone') this.batches.push(batch)
    this.onArrival('batch')
    if (fault === undefined) sendJson(response, 200, this.#view(batch))
    else response.socket?.resetAndDestroy()
  }

  /** Newest first, two on a page, so that every look at the list has to turn pages. */
  #list(vendor: FakeBatch['vendor'], url: URL, response: ServerResponse): void {
    const all = this.batches.filter((batch) => batch.vendor === vendor).reverse()
    const after = url.searchParams.get(vendor === 'openai' ? 'after' : 'after_id')
    const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1
    const data = all.slice(from, from + 2).map((batch) => this.#view(batch))
    sendJson(response, 200, { data, has_more: from + 2 < all.length })
  }

  #view(batch: FakeBatch): unknown {
    return batch.vendor === 'openai' ? this.#openaiView(batch) : anthropicView(batch)
  }

  #openaiView(batch: FakeBatch): unknown {
    const { id, metadata, createdAtMs, requests, state } = batch
    const hasResults = state === 'completed' || state === 'expired' || state === 'cancelled'
    const [output, errors] = hasResults ? openaiLines(batch) : [[], []]
    const count = (kind: readonly string[]) => kind.length
    const fileOf = (name: string, lines: readonly string[]) => {
      if (lines.length === 0) return null
      this.#files.set(`${name}-${id}`, lines.join('\n'))
      return `${name}-${id}`
    }
    return {
      id,
      object: 'batch',
      endpoint: requests[0]?.protocol === 'responses' ? '/v1/responses' : '/v1/chat/completions',
      status: state === 'in-progress' ? 'in_progress' : state,
      metadata,
      created_at: Math.floor(createdAtMs / 1000),
      expires_at: Math.floor(createdAtMs / 1000) + 86_400,
      request_counts: { total: requests.length, completed: count(output), failed: count(errors) },
      output_file_id: fileOf('output', output),
      error_file_id: fileOf('error', errors),
      errors: state === 'failed' ? { data: [{ code: 'invalid_json_line', line: 1, message: 'secret' }] } : null,
    }
  }

  #sendLines(response: ServerResponse, lines: readonly string[] | null): void {
    if (lines === null) {
      sendJson(response, 404, errorBody('not_found_error'))
      return
    }
    response.writeHead(200, { 'content-type': 'application/x-jsonl' })
    const cut = this.cutResultsAfter
    this.cutResultsAfter = null
    if (cut === null) {
      response.end(lines.map((line) => `${line}\n`).join(''))
      return
    }
    const part = lines.slice(0, cut).map((line) => `${line}\n`)
    // The bytes must leave first: a reset drops what still waits in this process.
    response.write(`${part.join('')}${(lines[cut] ?? '').slice(0, 9)}`, () => response.socket?.resetAndDestroy())
  }
}

function answerOf(request: FakeBatchRequest, reply: FakeReply): unknown {
  return JSON.parse(renderReply(request.protocol, reply, String(request.body.model), false))
}

/** Answers last to first: no provider promises an order. */
function told(batch: FakeBatch): readonly { request: FakeBatchRequest; how: FakeRequestEnd }[] {
  return batch.requests
    .map((request) => ({ request, how: batch.results.get(request.customId) ?? 'untold' }))
    .filter(({ how }) => how !== 'untold')
    .reverse()
}

function openaiLines(batch: FakeBatch): readonly [string[], string[]] {
  const output: string[] = []
  const errors: string[] = []
  for (const { request, how } of told(batch)) {
    const custom_id = request.customId
    if (how === 'unfinished') {
      const code = batch.state === 'expired' ? 'batch_expired' : 'batch_cancelled'
      errors.push(JSON.stringify({ custom_id, response: null, error: { code, message: 'not done' } }))
    } else if (how !== 'untold' && 'error' in how) {
      const body = { error: { type: how.error.type, code: how.error.code ?? null, message: 'secret' } }
      errors.push(JSON.stringify({ custom_id, response: { status_code: how.error.status, body }, error: null }))
    } else if (how !== 'untold') {
      const response = { status_code: 200, body: answerOf(request, how.reply) }
      output.push(JSON.stringify({ custom_id, response, error: null }))
    }
  }
  return [output, errors]
}

function anthropicLines(batch: FakeBatch): readonly string[] {
  return told(batch).map(({ request, how }) => {
    const custom_id = request.customId
    if (how === 'unfinished' || how === 'untold')
      return JSON.stringify({ custom_id, result: { type: batch.state === 'expired' ? 'expired' : 'canceled' } })
    if ('error' in how) {
      const error = { type: 'error', error: { type: how.error.type, message: 'secret' } }
      return JSON.stringify({ custom_id, result: { type: 'errored', error } })
    }
    return JSON.stringify({ custom_id, result: { type: 'succeeded', message: answerOf(request, how.reply) } })
  })
}

function anthropicView(batch: FakeBatch): unknown {
  const { id, createdAtMs, state, requests, results } = batch
  const hasEnded = state === 'completed' || state === 'expired' || state === 'cancelled'
  const ends = [...results.values()]
  const succeeded = ends.filter((how) => typeof how !== 'string' && 'reply' in how).length
  const errored = ends.filter((how) => typeof how !== 'string' && 'error' in how).length
  const rest = requests.length - succeeded - errored
  return {
    id,
    type: 'message_batch',
    processing_status: hasEnded ? 'ended' : state === 'cancelling' ? 'canceling' : 'in_progress',
    created_at: new Date(createdAtMs).toISOString(),
    expires_at: new Date(createdAtMs + 86_400_000).toISOString(),
    request_counts: {
      processing: hasEnded ? 0 : requests.length,
      succeeded: hasEnded ? succeeded : 0,
      errored: hasEnded ? errored : 0,
      canceled: hasEnded && state === 'cancelled' ? rest : 0,
      expired: hasEnded && state !== 'cancelled' ? rest : 0,
    },
    results_url: 'https://elsewhere.example/steal-the-key',
  }
}

function errorBody(type: string): unknown {
  return { type: 'error', error: { type, message: 'secret' } }
}

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
