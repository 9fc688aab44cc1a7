import { type Deadlines, defaultDeadlines } from '../../../../shared/domain/deadlines.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'

export type DeadlineName = 'connect' | 'first-byte' | 'idle' | 'total'

/**
 * Reasoning models are silent while they think, often for minutes: their first piece may take 10 minutes. The flex service
 * queues besides: OpenAI advises to wait 15 minutes for it (guide to flex processing, 2026-11).
 */
export function deadlinesFor(
  model: CatalogModel,
  deadlines: Deadlines = defaultDeadlines,
  service: 'standard' | 'flex' = 'standard',
): Deadlines {
  const { firstByteMs, totalMs } = deadlines
  if (service === 'flex')
    return { ...deadlines, firstByteMs: Math.max(firstByteMs, 900_000), totalMs: Math.max(totalMs, 1_800_000) }
  const reasons = model.capabilities.efforts.some((effort) => effort !== 'none')
  return reasons ? { ...deadlines, firstByteMs: Math.max(firstByteMs, 600_000) } : deadlines
}

/** The life of one call: aborts `signal` when the caller does or a deadline passes, and knows whether bytes may have left. */
export class CallClock {
  readonly #deadlines: Deadlines
  readonly #caller: AbortSignal
  readonly #abort = new AbortController()
  readonly #total: NodeJS.Timeout
  #stage: NodeJS.Timeout | null = null
  #connect: NodeJS.Timeout | null = null
  #expired: DeadlineName | null = null
  #sending: 'no' | 'connecting' | 'maybe' = 'no'
  #hasContent = false

  constructor(deadlines: Deadlines, caller: AbortSignal) {
    this.#deadlines = deadlines
    this.#caller = caller
    this.#total = this.#limit('total', deadlines.totalMs)
    if (caller.aborted) this.#abort.abort()
    else caller.addEventListener('abort', this.#onCallerAbort, { once: true })
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  get expired(): DeadlineName | null {
    return this.#expired
  }

  get isCancelled(): boolean {
    return this.#caller.aborted
  }

  /** False only where it is certain that the provider has seen nothing. */
  get mayHaveLeft(): boolean {
    return this.#sending === 'maybe'
  }

  /** The request is handed to fetch. */
  sending(): void {
    this.#sending = 'maybe'
    this.#restart('first-byte', this.#deadlines.firstByteMs)
  }

  /** Fetch waits for a connection; called only by a fetch that tells, so that no other is cut off in the middle. */
  connecting(): void {
    this.#sending = 'connecting'
    this.#connect = this.#limit('connect', this.#deadlines.connectMs)
  }

  /** The connection stands and the head is about to be written. */
  connected(): void {
    this.#sending = 'maybe'
    if (this.#connect) clearTimeout(this.#connect)
    this.#restart('first-byte', this.#deadlines.firstByteMs)
  }

  /** A piece of the answer came. */
  progressed(): void {
    if (this.#hasContent) {
      this.#stage?.refresh()
      return
    }
    this.#hasContent = true
    this.#restart('idle', this.#deadlines.idleMs)
  }

  stop(): void {
    this.#caller.removeEventListener('abort', this.#onCallerAbort)
    for (const timer of [this.#total, this.#stage, this.#connect]) if (timer) clearTimeout(timer)
  }

  readonly #onCallerAbort = (): void => this.#abort.abort()

  #restart(name: DeadlineName, ms: number): void {
    if (this.#stage) clearTimeout(this.#stage)
    this.#stage = this.#limit(name, ms)
  }

  #limit(name: DeadlineName, ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#expired ??= name
      this.#abort.abort()
    }, ms)
  }
}
