import type { Reply } from '../../../shared/contract/client.ts'
import { AppError, toWireError } from '../../../shared/contract/errors.ts'
import { type EventName, events } from '../../../shared/contract/routes.ts'
import type { App } from '../../core/app.ts'
import type { Secrets } from '../../core/ports.ts'
import type { Repair } from '../../core/store/library/repair-library.ts'
import type { FromCore, MessageEnd, ToCore } from './core-messages.ts'
import { lentSecrets } from './lent-secrets.ts'

export type OpenApp = (
  libraryPath: string,
  secrets: Secrets,
  repair: Repair | null,
  onRepaired: (done: string) => void,
) => Promise<App>

/** The core's end of the channel: opens the library when it is told to, answers calls, passes events on, closes. */
export function serveCore(end: MessageEnd<FromCore, ToCore>, open: OpenApp): void {
  const running = new Map<number, AbortController>()
  const asked = new Map<number, (reply: Reply) => void>()
  let app: App | null = null
  let lastQuestion = 0

  end.listen((message) => {
    switch (message.kind) {
      case 'open':
        return void openLibrary(message)
      case 'call':
        return void answer(message)
      case 'cancel':
        return running.get(message.id)?.abort()
      case 'secret':
        asked.get(message.id)?.(message.reply)
        return void asked.delete(message.id)
      case 'close':
        return void close()
      default:
        return message satisfies never
    }
  })

  async function openLibrary({ libraryPath, secretStorage, repair }: Extract<ToCore, { kind: 'open' }>): Promise<void> {
    const secrets = lentSecrets(secretStorage, (question) => {
      const id = ++lastQuestion
      end.post({ kind: 'secret', id, question })
      return new Promise((resolve) => asked.set(id, resolve))
    })
    try {
      let repaired: string | null = null
      const opened = await open(libraryPath, secrets, repair, (done) => {
        repaired = done
      })
      for (const name of Object.keys(events) as EventName[])
        opened.events.subscribe(name, (payload) => end.post({ kind: 'event', name, payload }))
      app = opened
      end.post({ kind: 'opened', repaired })
    } catch (error) {
      end.post({ kind: 'not-opened', error: startError(error) })
    }
  }

  async function answer({ id, name, input }: Extract<ToCore, { kind: 'call' }>): Promise<void> {
    const abort = new AbortController()
    running.set(id, abort)
    const reply = app ? await app.dispatch(name, input, { signal: abort.signal }) : notOpen()
    running.delete(id)
    end.post({ kind: 'reply', id, reply })
  }

  async function close(): Promise<void> {
    try {
      await app?.close()
    } catch (error) {
      console.error(error)
    }
    end.post({ kind: 'closed' })
  }
}

/** Of a start that fails the user is told even what nobody expected. */
function startError(error: unknown) {
  const wire = toWireError(error)
  return wire.code === 'internal' && error instanceof Error ? { ...wire, message: error.message } : wire
}

function notOpen(): Reply {
  return { ok: false, error: toWireError(new AppError('conflict', 'The library is not open.', { retryable: true })) }
}
