import { cancelledReply, type Reply } from '../../../shared/contract/client.ts'
import { AppError, toWireError } from '../../../shared/contract/errors.ts'
import type { EventName } from '../../../shared/contract/routes.ts'
import type { Dispatch } from '../../core/dispatch.ts'
import type { Secrets } from '../../core/ports.ts'
import type { Repair } from '../../core/store/library/repair-library.ts'
import type { FromCore, MessageEnd, ToCore } from './core-messages.ts'
import { answerSecret } from './lent-secrets.ts'

export interface CoreProcess extends MessageEnd<ToCore, FromCore> {
  readonly onExit: (listener: () => void) => void
  readonly end: () => void
}

export interface DesktopCoreOptions {
  readonly libraryPath: string
  readonly secrets: Promise<Secrets>
  readonly fork: () => CoreProcess
  readonly onEvent: (name: EventName, payload: unknown) => void
  /** The process ended by itself and was started again; pages may have missed events. */
  readonly onRestart: () => void
  /** It keeps ending, or cannot start again. */
  readonly onGiveUp: (error: unknown) => void
}

/** So many ends within a minute, and it is not started again. */
const MAX_ENDS = 3
const MINUTE_MS = 60_000
/** A core that does not close in this time is ended: what it has paid for is on disk. */
const CLOSE_WAIT_MS = 15_000

/**
 * The core as the window's main process sees it: a process of its own, so that neither a large import nor a run ever keeps
 * the window waiting. When it ends by itself, calls under way are answered "interrupted" and it is started again.
 */
export class DesktopCore {
  readonly #options: DesktopCoreOptions
  readonly #calls = new Map<number, (reply: Reply) => void>()
  readonly #endsAtMs: number[] = []
  #lastCall = 0
  #process: CoreProcess | null = null
  #opened: Promise<string | null> = Promise.reject(new Error('The core was not started.'))
  #closed: (() => void) | null = null

  constructor(options: DesktopCoreOptions) {
    this.#options = options
    this.#opened.catch(() => undefined)
  }

  /**
   * Calls wait for it.
   *
   * @returns what the repair did, for the user; null without one
   * @throws AppError when the library cannot be opened; its message names the path
   */
  start(repair: Repair | null = null): Promise<string | null> {
    this.#process?.end()
    this.#opened = this.#open(repair)
    this.#opened.catch(() => undefined)
    return this.#opened
  }

  readonly dispatch: Dispatch = async (name, input, { signal }) => {
    try {
      await this.#opened
    } catch (error) {
      return { ok: false, error: toWireError(error) }
    }
    if (signal.aborted) return cancelledReply
    const id = ++this.#lastCall
    const cancel = () => this.#process?.post({ kind: 'cancel', id })
    signal.addEventListener('abort', cancel, { once: true })
    try {
      return await new Promise<Reply>((resolve) => {
        this.#calls.set(id, resolve)
        this.#process?.post({ kind: 'call', id, name, input })
      })
    } finally {
      this.#calls.delete(id)
      signal.removeEventListener('abort', cancel)
    }
  }

  /** Ends long work and gives the library back. */
  async close(): Promise<void> {
    const late = Promise.withResolvers<void>()
    const timer = setTimeout(late.resolve, CLOSE_WAIT_MS)
    // A library that never opens (a keychain that nobody unlocks) must not keep Pithy from ending, either.
    await Promise.race([this.#opened.catch(() => undefined), late.promise])
    const running = this.#process
    if (running) {
      const closed = new Promise<void>((resolve) => {
        this.#closed = resolve
      })
      running.post({ kind: 'close' })
      await Promise.race([closed, late.promise])
      running.end()
    }
    clearTimeout(timer)
  }

  #open(repair: Repair | null): Promise<string | null> {
    const { secrets, libraryPath } = this.#options
    const running = this.#options.fork()
    this.#process = running
    return new Promise<string | null>((resolve, reject) => {
      let isOpen = false
      running.listen((message) => {
        if (message.kind === 'opened') {
          isOpen = true
          resolve(message.repaired)
        } else if (message.kind === 'not-opened') reject(new AppError(message.error.code, message.error.message))
        else this.#hear(running, message)
      })
      running.onExit(() => {
        if (this.#process === running) this.#process = null
        reject(new AppError('interrupted', "Pithy's engine ended while it opened the library. The log may say why."))
        this.#ended(isOpen)
      })
      secrets.then(({ storage }) => running.post({ kind: 'open', libraryPath, secretStorage: storage, repair }), reject)
    })
  }

  #hear(running: CoreProcess, message: FromCore): void {
    if (message.kind === 'reply') this.#calls.get(message.id)?.(message.reply)
    else if (message.kind === 'event') this.#options.onEvent(message.name, message.payload)
    else if (message.kind === 'closed') this.#closed?.()
    else if (message.kind === 'secret') {
      const { id, question } = message
      void answerSecret(this.#options.secrets, question).then((reply) => running.post({ kind: 'secret', id, reply }))
    }
  }

  #ended(wasOpen: boolean): void {
    const text = "Pithy's engine stopped in the middle of this, and is started again. Try it once more."
    const reply: Reply = { ok: false, error: toWireError(new AppError('interrupted', text, { retryable: true })) }
    for (const answer of this.#calls.values()) answer(reply)
    if (this.#closed) this.#closed()
    else if (wasOpen) void this.#restart()
  }

  async #restart(): Promise<void> {
    const nowMs = performance.now()
    this.#endsAtMs.push(nowMs)
    const ends = this.#endsAtMs.filter((atMs) => nowMs - atMs < MINUTE_MS).length
    try {
      if (ends >= MAX_ENDS) throw new AppError('interrupted', `Pithy's engine stopped ${ends} times within a minute.`)
      await this.start()
    } catch (error) {
      this.#opened = Promise.reject(error)
      this.#opened.catch(() => undefined)
      return this.#options.onGiveUp(error)
    }
    this.#options.onRestart()
  }
}
