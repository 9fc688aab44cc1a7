import { once } from 'node:events'
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { ConnectionListener } from '../providers/exchange/connection-watch.ts'
import type { BodyReader, Post, PostInit, ReplyHeaders, WireReply } from '../providers/exchange/post.ts'

/** Below the 5 seconds after which common servers close a connection without having said so. */
const IDLE_SOCKET_MS = 4000
/** Pieces that wait for their reader before the connection is asked to wait. */
const MAX_WAITING_PIECES = 32

/**
 * Sends by node:http. A call by fetch takes three times the processor time and twice the memory: 0.30 ms and 180 MB against
 * 0.10 ms and 95 MB at 50 calls at once (20,000 calls on loopback, 2026-11), mostly for its web streams.
 */
export function createNodePost(): Post {
  const options = { keepAlive: true, timeout: IDLE_SOCKET_MS }
  const http = { request: requestHttp, agent: new HttpAgent(options) }
  const https = { request: requestHttps, agent: new HttpsAgent(options) }
  return (url, init) => {
    const { request, agent } = url.startsWith('https:') ? https : http
    return new Promise((resolve, reject) => {
      init.connection.connecting()
      const sent = request(url, { method: 'POST', agent, headers: headersOf(init) })
      sent.once('socket', (socket) => tellWhenConnected(socket, url.startsWith('https:'), init.connection))
      sent.on('error', reject)
      sent.once('upgrade', (_reply, socket) => {
        socket.destroy()
        reject(new Error('The server switched protocols.'))
      })
      sent.once('response', (reply) => {
        init.connection.answered(reply.statusCode ?? 0)
        resolve(wireReply(reply))
      })
      // The signal is the call's own and ends with it.
      const abort = () => void sent.destroy(new Error('aborted', { cause: init.signal.reason }))
      if (init.signal.aborted) abort()
      else init.signal.addEventListener('abort', abort, { once: true })
      sent.end(init.body)
    })
  }
}

function headersOf({ headers, body }: PostInit): Record<string, string | number> {
  return { ...headers, 'content-length': Buffer.byteLength(body) }
}

/** A connection that is used again stands already; the head of a new one leaves when its handshake is done. */
function tellWhenConnected(socket: Socket, isSecure: boolean, { connected }: ConnectionListener): void {
  if (socket.connecting) socket.once(isSecure ? 'secureConnect' : 'connect', connected)
  else connected()
}

function wireReply(reply: IncomingMessage): WireReply {
  return { status: reply.statusCode ?? 0, headers: new IncomingHeaders(reply), body: new IncomingBody(reply) }
}

class IncomingHeaders implements ReplyHeaders {
  readonly #headers: IncomingMessage['headers']

  constructor({ headers }: IncomingMessage) {
    this.#headers = headers
  }

  get(name: string): string | null {
    const value = this.#headers[name]
    return (Array.isArray(value) ? value.join(', ') : value) ?? null
  }

  *[Symbol.iterator](): Generator<[string, string]> {
    for (const name of Object.keys(this.#headers)) yield [name, this.get(name) ?? '']
  }
}

/** A body as a queue of pieces: web streams cost more than all else about a reply. */
class IncomingBody implements BodyReader {
  readonly #reply: IncomingMessage
  readonly #content: Readable
  readonly #pieces: Uint8Array[] = []
  #waiting: PromiseWithResolvers<{ done: boolean; value?: Uint8Array }> | null = null
  #hasEnded = false
  #error: Error | null = null

  constructor(reply: IncomingMessage) {
    this.#reply = reply
    this.#content = decoded(reply)
    const fail = (error: Error) => {
      this.#error ??= error
      this.#waiting?.reject(error)
      this.#waiting = null
    }
    // Decoding does not hear of a connection that breaks.
    if (this.#content !== reply) reply.on('error', fail)
    this.#content.on('data', (piece: Uint8Array) => this.#take(piece))
    this.#content.once('end', () => {
      this.#hasEnded = true
      this.#waiting?.resolve({ done: true })
      this.#waiting = null
    })
    this.#content.on('error', fail)
    this.#content.once('close', () => {
      if (!this.#hasEnded) fail(new Error('The body ended before its end.'))
    })
  }

  getReader(): BodyReader {
    return this
  }

  read(): Promise<{ done: boolean; value?: Uint8Array }> {
    const value = this.#pieces.shift()
    if (value) {
      if (this.#pieces.length === 0 && this.#content.isPaused()) this.#content.resume()
      return Promise.resolve({ done: false, value })
    }
    if (this.#error) return Promise.reject(this.#error)
    if (this.#hasEnded) return Promise.resolve({ done: true })
    this.#waiting = Promise.withResolvers()
    return this.#waiting.promise
  }

  async cancel(): Promise<void> {
    if (this.#reply.destroyed) return
    this.#reply.destroy()
    await once(this.#reply, 'close')
  }

  #take(value: Uint8Array): void {
    if (this.#waiting) {
      this.#waiting.resolve({ done: false, value })
      this.#waiting = null
      return
    }
    this.#pieces.push(value)
    if (this.#pieces.length > MAX_WAITING_PIECES) this.#content.pause()
  }
}

/** We ask for no encoding; some proxies encode all the same. As fetch does it: what came of a cut body is still given out. */
function decoded(reply: IncomingMessage): Readable {
  const flush = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH }
  switch (reply.headers['content-encoding']?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return reply.pipe(createGunzip(flush))
    case 'deflate':
      return reply.pipe(createInflate(flush))
    case 'br':
      return reply.pipe(createBrotliDecompress())
    default:
      return reply
  }
}
