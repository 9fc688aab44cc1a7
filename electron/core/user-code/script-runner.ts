import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { AppError } from '../../../shared/contract/errors.ts'
import type { JsonValue } from '../../../shared/domain/json.ts'
import type { ScriptQuestion } from '../../../shared/score/scorer.ts'
import { ScriptEngine, scriptTooSlow } from './script-engine.ts'
import type { ScriptAnswer, ScriptJob } from './script-worker.ts'

const LIMIT_MS = 200
/** How much later a worker is ended that did not stop its code itself: starting it, and steps that the engine does not interrupt. */
const GRACE_MS = 5000
const IDLE_MS = 10_000
const MAX_WORKERS = 4
/** Code that was stopped so often is not started again: 10,000 answers would take hours. */
const MAX_STOPS = 3

export interface ScriptRunnerOptions {
  readonly limitMs?: number
  readonly idleMs?: number
  /** The worker as it was built; null = code runs in this thread, as it must from the sources, which no worker can read. */
  readonly workerUrl?: URL | null
}

interface Asked extends ScriptJob {
  readonly resolve: (value: JsonValue) => void
  readonly reject: (error: unknown) => void
}

interface Helper {
  readonly worker: Worker
  /** False of one that may not even be able to start here. */
  hasAnswered: boolean
  /** Null while it is idle. */
  asked: Asked | null
  timer: NodeJS.Timeout | null
}

/**
 * Runs users' JavaScript in a few workers, so that code that takes its 200 ms holds up nothing else. Workers are started when they are
 * needed, end when they are idle, and keep no process alive.
 */
export class ScriptRunner {
  readonly #limitMs: number
  readonly #idleMs: number
  #workerUrl: URL | null
  readonly #stops = new Map<string, number>()
  readonly #queue: Asked[] = []
  readonly #helpers = new Set<Helper>()
  readonly #here = new ScriptEngine()

  constructor({ limitMs = LIMIT_MS, idleMs = IDLE_MS, workerUrl = builtWorker() }: ScriptRunnerOptions = {}) {
    this.#limitMs = limitMs
    this.#idleMs = idleMs
    this.#workerUrl = workerUrl
  }

  get workers(): number {
    return this.#helpers.size
  }

  /** What the code returned. @throws AppError `timeout` when it was stopped, `bad-input` when it threw or gave no plain value */
  readonly run = async (question: ScriptQuestion): Promise<JsonValue> => {
    const { code } = question
    if ((this.#stops.get(code) ?? 0) >= MAX_STOPS) throw scriptTooSlow(this.#limitMs)
    try {
      return this.#workerUrl ? await this.#ask(question) : await this.#here.run(question, this.#limitMs)
    } catch (error) {
      if (error instanceof AppError && error.code === 'timeout') this.#stops.set(code, (this.#stops.get(code) ?? 0) + 1)
      throw error
    }
  }

  /** Ends the workers; what waits is refused. */
  async close(): Promise<void> {
    const closed = new AppError('interrupted', 'Pithy was closed.')
    for (const { reject } of this.#queue.splice(0)) reject(closed)
    const helpers = [...this.#helpers]
    for (const helper of helpers) this.#settle(helper)?.reject(closed)
    this.#helpers.clear()
    await Promise.all(helpers.map(({ worker }) => worker.terminate()))
  }

  #ask(question: ScriptQuestion): Promise<JsonValue> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ question, limitMs: this.#limitMs, resolve, reject })
      this.#next()
    })
  }

  #next(): void {
    while (this.#queue.length > 0) {
      const idle = [...this.#helpers].find(({ asked }) => asked === null)
      const most = Math.max(1, Math.min(MAX_WORKERS, availableParallelism() - 1))
      const helper = idle ?? (this.#helpers.size < most ? this.#start() : null)
      const asked = helper && this.#queue.shift()
      if (!helper || !asked) return
      helper.asked = asked
      this.#limit(helper, () => this.#end(helper, scriptTooSlow(this.#limitMs)), asked.limitMs + GRACE_MS)
      helper.worker.ref()
      helper.worker.postMessage({ question: asked.question, limitMs: asked.limitMs } satisfies ScriptJob)
    }
  }

  #start(): Helper {
    const url = this.#workerUrl
    if (!url) throw new Error('There is no worker to start.')
    const worker = new Worker(url, { env: {}, resourceLimits: { maxOldGenerationSizeMb: 128 } })
    const helper: Helper = { worker, hasAnswered: false, asked: null, timer: null }
    this.#helpers.add(helper)
    worker.on('message', (answer: ScriptAnswer) => {
      const asked = this.#settle(helper)
      helper.hasAnswered = true
      if (answer.ok) asked?.resolve(answer.value)
      else asked?.reject(new AppError(answer.error.code, answer.error.message))
      worker.unref()
      this.#limit(helper, () => this.#end(helper, null), this.#idleMs).unref()
      this.#next()
    })
    worker.on('error', (error) => {
      if (!helper.hasAnswered) this.#goOnHere(helper)
      this.#end(helper, error)
    })
    return helper
  }

  /** Where no worker can be started, code runs in this thread: slower for all else, but with the same limits. */
  #goOnHere(helper: Helper): void {
    this.#workerUrl = null
    const asked = this.#settle(helper)
    for (const { question, limitMs, resolve, reject } of [...(asked ? [asked] : []), ...this.#queue.splice(0)])
      this.#here.run(question, limitMs).then(resolve, reject)
  }

  #limit(helper: Helper, act: () => void, ms: number): NodeJS.Timeout {
    if (helper.timer) clearTimeout(helper.timer)
    helper.timer = setTimeout(act, ms)
    return helper.timer
  }

  #end(helper: Helper, error: unknown): void {
    if (!this.#helpers.delete(helper)) return
    this.#settle(helper)?.reject(error)
    void helper.worker.terminate()
    this.#next()
  }

  #settle(helper: Helper): Asked | null {
    if (helper.timer) clearTimeout(helper.timer)
    const { asked } = helper
    Object.assign(helper, { timer: null, asked: null })
    return asked
  }
}

/** Beside the hosts, one folder deep as all that is built; null where this file is a source. */
function builtWorker(): URL | null {
  return import.meta.url.endsWith('.ts') ? null : new URL('../workers/script-worker.js', import.meta.url)
}
