import type { Message } from '../../../../shared/domain/prompt.ts'
import type { Misspelling } from './misspellings.ts'
import type { SpellingReply, SpellingRequest } from './spelling-protocol.ts'

/** The part of `Worker` that the client uses. */
export interface SpellingWorker {
  postMessage(request: SpellingRequest): void
  addEventListener(type: 'message', listener: (event: { readonly data: SpellingReply }) => void): void
  terminate(): void
}

export interface SpellingClient {
  /** By message; never settles when the client is disposed of first. */
  look(messages: readonly Message[], words: readonly string[]): Promise<readonly (readonly Misspelling[])[]>
  suggest(word: string): Promise<readonly string[]>
  dispose(): void
}

/** Speaks with the worker that holds the dictionary. */
export function createSpellingClient(worker: SpellingWorker = startWorker()): SpellingClient {
  const waiting = new Map<number, (reply: SpellingReply) => void>()
  let sent: readonly Message[] = []
  let lastId = 0

  worker.addEventListener('message', ({ data }) => {
    waiting.get(data.id)?.(data)
    waiting.delete(data.id)
  })

  function ask(make: (id: number) => SpellingRequest): Promise<SpellingReply> {
    const id = ++lastId
    return new Promise((resolve) => {
      waiting.set(id, resolve)
      worker.postMessage(make(id))
    })
  }

  return {
    async look(messages, words) {
      const before = sent
      sent = messages
      const changed = messages.map((message, index) => {
        const { template, locked } = message
        return before[index] === message ? null : { template, ...(locked ? { locked } : {}) }
      })
      const reply = await ask((id) => ({ type: 'look', id, messages: changed, words }))
      return reply.type === 'found' ? reply.found : []
    },
    async suggest(word) {
      const reply = await ask((id) => ({ type: 'suggest', id, word }))
      return reply.type === 'suggested' ? reply.words : []
    },
    dispose() {
      worker.terminate()
      waiting.clear()
    },
  }
}

function startWorker(): SpellingWorker {
  return new Worker(new URL('./spelling-worker.ts', import.meta.url), { type: 'module' })
}
