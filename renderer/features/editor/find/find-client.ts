import type { Message } from '../../../../shared/domain/prompt.ts'
import type { FindOutcome, FindQuery } from './find-in-messages.ts'

export interface FindQuestion {
  readonly messages: readonly Message[]
  readonly query: FindQuery
  /** Null = the places are only looked for. */
  readonly replacement: string | null
}

export interface FindAnswer extends FindOutcome {
  /** The messages with every place replaced; null unless that was asked. */
  readonly replaced: Message[] | null
}

/** The part of `Worker` that the client uses. */
export interface FindWorker {
  postMessage(question: FindQuestion): void
  addEventListener(type: 'message', listener: (event: { readonly data: FindAnswer }) => void): void
  addEventListener(type: 'error', listener: (event: { readonly message?: string }) => void): void
  terminate(): void
}

export interface FindClient {
  /** Null when a later question took the place of this one. */
  ask(question: FindQuestion): Promise<FindAnswer | null>
  dispose(): void
}

const LIMIT_MS = 1000
const TOO_SLOW = 'This pattern takes more than a second, and may never end. Write it without a repeat inside a repeat.'

/**
 * Runs patterns where they can be stopped: JavaScript has no other way to end one that backtracks for ever than to end its
 * worker. A later question ends the one before.
 */
export function createFindClient(start: () => FindWorker = startWorker, limitMs = LIMIT_MS): FindClient {
  let worker: FindWorker | null = null
  let end: ((answer: FindAnswer | null, isBroken: boolean) => void) | null = null

  function connect(): FindWorker {
    const made = start()
    made.addEventListener('message', ({ data }) => end?.(data, false))
    made.addEventListener('error', ({ message }) => end?.(refused(`The search failed: ${message ?? 'unknown'}.`), true))
    return made
  }

  return {
    ask(question) {
      end?.(null, true)
      worker ??= connect()
      const asked = worker
      return new Promise((resolve) => {
        const timer = setTimeout(() => end?.(refused(TOO_SLOW), true), limitMs)
        end = (answer, isBroken) => {
          end = null
          clearTimeout(timer)
          if (isBroken) {
            asked.terminate()
            worker = null
          }
          resolve(answer)
        }
        asked.postMessage(question)
      })
    },
    dispose() {
      end?.(null, true)
      worker?.terminate()
      worker = null
    },
  }
}

function refused(problem: string): FindAnswer {
  return { found: [], problem, replaced: null }
}

function startWorker(): FindWorker {
  return new Worker(new URL('./find-worker.ts', import.meta.url), { type: 'module' })
}
