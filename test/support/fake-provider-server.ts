import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { renderReply } from './fake-provider-body.ts'
import { defaultUsage, type FakeReply, type FakeUsage, type Protocol } from './fake-provider-replies.ts'

export interface RecordedRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The JSON body; null without one. */
  readonly body: Record<string, unknown> | null
  /** Tells connections apart. */
  readonly clientPort: number | undefined
  /** How it ended: the server finished, tore the connection, or the client went away. */
  readonly ended: Promise<'answered' | 'torn' | 'aborted'>
}

export interface BillItem {
  readonly request: RecordedRequest
  readonly usage: FakeUsage
}

type Handler = (request: RecordedRequest, index: number) => FakeReply | Promise<FakeReply>

/**
 * A provider on this machine that speaks OpenAI's Chat Completions (`/v1/chat/completions`) and Responses (`/v1/responses`),
 * Anthropic's Messages (`/v1/messages`) and both model lists. It does what it is told per request, keeps every request, and its own bill.
 */
export class FakeProviderServer {
  readonly requests: RecordedRequest[] = []
  /** What it would charge for: every answer it began, complete or not; nothing that it refused. */
  readonly bill: BillItem[] = []
  modelNames: readonly string[] = ['model-b', 'model-a']
  readonly #server: Server
  readonly #queue: FakeReply[] = []
  readonly #waiting: { readonly count: number; readonly resolve: () => void }[] = []
  #handler: Handler = () => ({})

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(): Promise<FakeProviderServer> {
    const server = createServer()
    const fake = new FakeProviderServer(server)
    server.on('request', (request, response) => void fake.#answer(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return fake
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** `http://127.0.0.1:<port>`; OpenAI's base URL is this plus `/v1`. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** What the next request gets; further calls queue up. Before the handler. */
  next(...replies: readonly FakeReply[]): void {
    this.#queue.push(...replies)
  }

  /** What every request gets for which nothing is queued. */
  handle(handler: Handler): void {
    this.#handler = handler
  }

  /** Resolves when so many requests have arrived since the start. */
  arrived(count: number): Promise<void> {
    if (this.requests.length >= count) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push({ count, resolve }))
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readText(incoming)
    if (text === null) return
    const request = this.#record(incoming, response, text)
    if (request.path.endsWith('/models') && request.method === 'GET') {
      const reply = this.#queue.shift()
      if (reply?.fault) await this.#send(request, response, reply)
      else sendJson(response, 200, { data: this.modelNames.map((id) => ({ id })), has_more: false })
      return
    }
    const reply = this.#queue.shift() ?? (await this.#handler(request, this.requests.length - 1))
    if (isCounting(request.path) && !reply.fault) {
      await reply.gate
      sendJson(response, 200, { input_tokens: (reply.usage ?? defaultUsage).input })
      return
    }
    await reply.gate
    if (!response.destroyed) await this.#send(request, response, reply)
  }

  #record(incoming: IncomingMessage, response: ServerResponse, text: string): RecordedRequest {
    const ended = new Promise<'answered' | 'torn' | 'aborted'>((resolve) => {
      response.once('close', () => {
        if (response.writableFinished) resolve('answered')
        else resolve(incoming.socket.errored === null && torn.has(response) ? 'torn' : 'aborted')
      })
    })
    const request: RecordedRequest = {
      method: incoming.method ?? '',
      path: new URL(incoming.url ?? '/', this.url).pathname,
      headers: incoming.headers,
      body: text === '' ? null : (JSON.parse(text) as Record<string, unknown>),
      clientPort: incoming.socket.remotePort,
      ended,
    }
    this.requests.push(request)
    for (const waiter of this.#waiting) if (this.requests.length >= waiter.count) waiter.resolve()
    return request
  }

  async #send(request: RecordedRequest, response: ServerResponse, reply: FakeReply): Promise<void> {
    const { fault } = reply
    switch (fault?.kind) {
      case 'status':
        sendJson(response, fault.status, fault.body ?? '', { ...reply.headers, ...fault.headers })
        break
      case 'redirect':
        sendJson(response, fault.status ?? 307, '', { location: fault.location })
        break
      case 'no-answer':
        if (fault.how === 'reset') tear(response)
        if (fault.how === 'headers-only') {
          response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
        }
        break
      default:
        await this.#sendBody(request, response, reply)
    }
  }

  async #sendBody(request: RecordedRequest, response: ServerResponse, reply: FakeReply): Promise<void> {
    const { fault, chunkBytes } = reply
    const protocol = protocolOf(request.path)
    const isStream = request.body?.stream === true
    const rendered = renderReply(protocol, reply, String(request.body?.model), isStream)
    const body = Buffer.from(fault?.kind === 'raw' ? fault.body : rendered)
    const contentType = fault?.kind === 'raw' ? fault.contentType : undefined
    const isEvents = isStream && !reply.isWhole
    response.writeHead(200, {
      'content-type': contentType ?? (isEvents ? 'text/event-stream' : 'application/json'),
      ...reply.headers,
    })
    this.bill.push({ request, usage: reply.usage ?? defaultUsage })
    const whole = fault?.kind === 'cut' ? body.subarray(0, fault.afterBytes) : body
    const sent = reply.hold ? await sendHead(response, whole, reply.hold) : whole
    const step = chunkBytes ?? Math.max(1, sent.length)
    for (let at = 0; at < sent.length; at += step) response.write(sent.subarray(at, at + step))
    if (reply.hasLateEnd) response.write('\n', () => setTimeout(() => response.end(), 5))
    else if (fault?.kind !== 'cut' || fault.how === 'end') response.end()
    // The bytes must leave first: a reset drops what still waits in this process.
    else if (fault.how === 'reset') response.write(' ', () => tear(response))
  }
}

/** @returns what is left to send */
async function sendHead(response: ServerResponse, body: Buffer, hold: NonNullable<FakeReply['hold']>): Promise<Buffer> {
  const at = body.indexOf('\n\n', body.indexOf(hold.after))
  if (at === -1) throw new Error(`The reply has no event with "${hold.after}".`)
  response.write(body.subarray(0, at + 2))
  await hold.until
  return body.subarray(at + 2)
}

/** Anthropic's `/v1/messages/count_tokens`, OpenAI's `/v1/responses/input_tokens`. */
function isCounting(path: string): boolean {
  return path.endsWith('/count_tokens') || path.endsWith('/input_tokens')
}

function protocolOf(path: string): Protocol {
  if (path.endsWith('/messages')) return 'messages'
  return path.endsWith('/responses') ? 'responses' : 'chat'
}

/** A port of this machine at which nothing listens. */
export async function unusedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const torn = new WeakSet<ServerResponse>()

function tear(response: ServerResponse): void {
  torn.add(response)
  response.socket?.resetAndDestroy()
}

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text)
}

/** Null when the client goes away before the request is whole. */
async function readText(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
  } catch {
    return null
  }
  return Buffer.concat(chunks).toString('utf8')
}
