import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

/** What the server does on the wire, one thing after the other. */
export type SocketStep =
  | { readonly kind: 'write'; readonly bytes: string | Uint8Array }
  /** The same bytes again and again, until the client goes away. */
  | { readonly kind: 'repeat'; readonly bytes: string; readonly everyMs: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'reset' }

export interface SocketScript {
  /** `close` and `reset`: it takes the connection and drops it before it reads. */
  readonly onConnect?: 'close' | 'reset'
  /** After the whole request has come. The connection stays open after the last step. */
  readonly steps: readonly SocketStep[]
}

/** A provider below HTTP: it reads whole requests, counts them, and answers with the bytes it is told. */
export class SocketProviderServer {
  connections = 0
  /** Bodies of the requests that came whole. */
  readonly requests: string[] = []
  script: SocketScript = { steps: [] }
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(server: Server) {
    this.#server = server
    server.on('connection', (socket) => this.#serve(socket))
  }

  static async start(): Promise<SocketProviderServer> {
    const server = createServer({ noDelay: true, allowHalfOpen: true })
    const own = new SocketProviderServer(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return own
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #serve(socket: Socket): void {
    this.connections += 1
    this.#sockets.add(socket)
    // What the client tears is its own affair; the test looks at the client's side.
    socket.on('error', () => undefined)
    socket.on('end', () => socket.end())
    socket.on('close', () => this.#sockets.delete(socket))
    if (this.script.onConnect === 'close') socket.end()
    if (this.script.onConnect === 'reset') socket.resetAndDestroy()
    if (this.script.onConnect) return
    let received = ''
    socket.on('data', (data) => {
      received += data.toString('latin1')
      for (let request = wholeRequest(received); request; request = wholeRequest(received)) {
        received = received.slice(request.length)
        this.requests.push(request.body)
        void play(socket, this.script.steps)
      }
    })
  }
}

async function play(socket: Socket, steps: readonly SocketStep[]): Promise<void> {
  for (const step of steps) {
    if (socket.destroyed) return
    switch (step.kind) {
      case 'write':
        // The bytes must leave first: a reset drops what still waits in this process.
        await new Promise<void>((resolve) => socket.write(step.bytes, () => resolve()))
        break
      case 'repeat': {
        const timer = setInterval(() => socket.write(step.bytes), step.everyMs)
        socket.once('close', () => clearInterval(timer))
        return
      }
      case 'end':
        socket.end()
        break
      case 'reset':
        // A turn of the event loop, so that the client reads what came before the reset.
        await new Promise((resolve) => setTimeout(resolve, 10))
        socket.resetAndDestroy()
        break
    }
  }
}

function wholeRequest(received: string): { readonly body: string; readonly length: number } | null {
  const head = received.indexOf('\r\n\r\n')
  if (head === -1) return null
  const bytes = Number(/\r\ncontent-length: (\d+)/i.exec(received.slice(0, head))?.[1] ?? 0)
  const length = head + 4 + bytes
  if (received.length < length) return null
  return { body: Buffer.from(received.slice(head + 4, length), 'latin1').toString('utf8'), length }
}
