import type { Message } from '../../../../shared/domain/prompt.ts'
import type { LintSetting } from '../../../../shared/lint/lint-setting.ts'
import type { RuledDraft } from '../../../../shared/lint/run-rules.ts'
import type { LintReply, LintRequest } from './lint-protocol.ts'

/** The part of `Worker` that the client uses. */
export interface LintWorker {
  postMessage(request: LintRequest): void
  addEventListener(type: 'message', listener: (event: { readonly data: LintReply }) => void): void
  addEventListener(type: 'error', listener: (event: { readonly message?: string }) => void): void
  terminate(): void
}

export interface LintClient {
  /** What the rules find; null when a later look took the place of this one. Rejects when the worker fails. */
  look(messages: readonly Message[], setting: LintSetting): Promise<readonly RuledDraft[] | null>
  dispose(): void
}

interface Look {
  readonly messages: readonly Message[]
  readonly setting: LintSetting
  readonly resolve: (drafts: readonly RuledDraft[] | null) => void
  readonly reject: (error: Error) => void
}

/** Looks at one text at a time: while the worker is busy, only the newest of those that wait is kept. */
export function createLintClient(worker: LintWorker = startWorker()): LintClient {
  let sent: readonly string[] = []
  let current: Look | null = null
  let next: Look | null = null

  function start(look: Look): void {
    current = look
    const before = sent
    sent = look.messages.map(({ template }) => template)
    worker.postMessage({
      setting: look.setting,
      messages: look.messages.map((message, index) =>
        before[index] === message.template ? { ...message, template: null } : message,
      ),
    })
  }

  function end(settle: (look: Look) => void): void {
    const done = current
    current = null
    if (done) settle(done)
    const waiting = next
    next = null
    if (waiting) start(waiting)
  }

  worker.addEventListener('message', ({ data: reply }) => {
    end((look) => {
      if (reply.type === 'failed') look.reject(new Error(`The text could not be checked: ${reply.message}`))
      else look.resolve(reply.drafts)
    })
  })
  worker.addEventListener('error', ({ message }) => {
    end((look) => look.reject(new Error(`The text could not be checked (${message ?? 'no reason given'}).`)))
  })
  return {
    look(messages, setting) {
      return new Promise((resolve, reject) => {
        const look = { messages, setting, resolve, reject }
        next?.resolve(null)
        next = null
        if (current) next = look
        else start(look)
      })
    },
    dispose() {
      worker.terminate()
      current?.resolve(null)
      next?.resolve(null)
    },
  }
}

function startWorker(): LintWorker {
  return new Worker(new URL('./lint-worker.ts', import.meta.url), { type: 'module' })
}
