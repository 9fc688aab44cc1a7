import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Reply } from '../../../shared/contract/client.ts'
import type { ErrorCode } from '../../../shared/domain/wire-error.ts'
import type { App } from '../../core/app.ts'
import { securityHeaders } from '../../core/platform/content-policy.ts'
import type { RendererFile } from '../../core/platform/renderer-files.ts'
import { streamEvents } from './event-stream.ts'
import { createGuard } from './guard.ts'
import { BodyTooLarge, readBody } from './read-body.ts'

export interface WebServer {
  readonly port: number
  /** The address to open; the token stands in the fragment, which browsers never send. */
  readonly url: string
  readonly close: () => Promise<void>
}

const STATUS: Readonly<Record<ErrorCode, number>> = {
  'bad-input': 400,
  'not-found': 404,
  conflict: 409,
  damaged: 500,
  'unknown-route': 404,
  cancelled: 499,
  'budget-exceeded': 402,
  'provider-auth': 502,
  'provider-limit': 502,
  'provider-quota': 502,
  'provider-refused': 502,
  'provider-failed': 502,
  timeout: 504,
  'host-unreachable': 502,
  interrupted: 409,
  internal: 500,
}

/** A large import travels as one JSON text; everything else is far smaller. */
const MAX_BODY_BYTES = 256 * 1024 * 1024

/** Serves the interface and the contract on 127.0.0.1. `port` 0 takes a free one. */
export async function startServer(
  app: App,
  files: ReadonlyMap<string, RendererFile>,
  options: { readonly port: number },
): Promise<WebServer> {
  const token = randomBytes(32).toString('base64url')
  const server = createServer({ requireHostHeader: false })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port: options.port, exclusive: true }, resolve)
  })
  const { port } = server.address() as AddressInfo // listen() on a port gives an AddressInfo
  const guard = createGuard(port, token)
  const closing = new AbortController()

  server.on('request', (request, response) => {
    void answer(request, response).catch(() => response.destroy())
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
    response.setHeader('cache-control', 'no-store')
    const refusal = guard.checkAddress(request)
    if (refusal) return refuse(response, refusal.status, refusal.reason)
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    if (!path.startsWith('/api/')) {
      // Built files carry their hash in the name; only index.html must be asked for anew.
      if (path.startsWith('/assets/') && files.has(path))
        response.setHeader('cache-control', 'private, max-age=31536000, immutable')
      return sendFile(request, response, files.get(path))
    }
    const refusedCall = guard.checkCall(request)
    if (refusedCall) return refuse(response, refusedCall.status, refusedCall.reason)
    if (request.method === 'GET' && path === '/api/events')
      return streamEvents(app.events, request, response, closing.signal)
    if (request.method === 'POST' && path.startsWith('/api/call/')) {
      return answerCall(request, response, path.slice('/api/call/'.length))
    }
    refuse(response, 404, 'No such address.')
  }

  async function answerCall(request: IncomingMessage, response: ServerResponse, route: string): Promise<void> {
    let input: unknown
    try {
      const body = await readBody(request, MAX_BODY_BYTES)
      input = body === '' ? {} : JSON.parse(body)
    } catch (error) {
      if (error instanceof BodyTooLarge) return refuse(response, 413, 'The request is too large.')
      return refuse(response, 400, 'The request is not valid JSON.')
    }
    const gone = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) gone.abort()
    })
    const reply: Reply = await app.dispatch(route, input, { signal: gone.signal })
    sendJson(response, reply.ok ? 200 : STATUS[reply.error.code], reply)
  }

  return {
    port,
    url: `http://127.0.0.1:${port}/#t=${token}`,
    close: () =>
      new Promise<void>((resolve) => {
        closing.abort()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: RendererFile | undefined,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Files can only be read.')
  if (!file) return refuse(response, 404, 'No such file.')
  const body = await readFile(file.path)
  response.writeHead(200, { 'content-type': file.mediaType, 'content-length': body.length })
  response.end(request.method === 'HEAD' ? undefined : body)
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** Refusals have the shape of a reply, so that a client shows the reason. */
function refuse(response: ServerResponse, status: number, message: string): void {
  sendJson(response, status, { ok: false, error: { code: 'bad-input', message, retryable: false } } satisfies Reply)
}
