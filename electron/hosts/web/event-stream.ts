import type { IncomingMessage, ServerResponse } from 'node:http'
import { type EventName, events as eventSchemas } from '../../../shared/contract/routes.ts'
import type { EventBus } from '../../core/event-bus.ts'

const KEEP_ALIVE_MS = 15_000

/** Sends every event of the bus as server-sent events until the client or the server goes. */
export function streamEvents(
  bus: EventBus,
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write(': connected\n\n')
  const stops = (Object.keys(eventSchemas) as EventName[]).map((name) =>
    bus.subscribe(name, (payload) => response.write(`event: ${name}\ndata: ${JSON.stringify(payload)}\n\n`)),
  )
  const keepAlive = setInterval(() => response.write(': still here\n\n'), KEEP_ALIVE_MS)
  keepAlive.unref()
  function stop(): void {
    clearInterval(keepAlive)
    for (const end of stops) end()
    closing.removeEventListener('abort', stop)
    response.end()
  }
  request.once('close', stop)
  closing.addEventListener('abort', stop, { once: true })
}
