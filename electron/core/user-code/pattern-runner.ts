import { Worker } from 'node:worker_threads'
import { AppError } from '../../../shared/contract/errors.ts'
import { findMatch, type PatternQuestion } from '../../../shared/score/find-match.ts'
import { isCheapPattern } from '../../../shared/score/is-cheap-pattern.ts'

const LIMIT_MS = 1000
/** A pattern that was stopped so often is not started again: 10,000 answers would take hours. */
const MAX_STOPS = 3

// The function as it is: the worker needs no file of its own in the bundles of three hosts.
const WORKER = `const { parentPort } = require('node:worker_threads')
const find = ${findMatch.toString()}
parentPort.on('message', (question) => parentPort.postMessage(find(question)))`

interface Asked {
  readonly question: PatternQuestion
  readonly resolve: (found: string | null) => void
  readonly reject: (error: unknown) => void
}

export interface PatternRunnerOptions {
  readonly limitMs?: number
}

/**
 * Runs users' patterns where they can be stopped: cheap ones here, others one after the other in a worker that is ended after
 * a second. JavaScript has no other way to stop a pattern that backtracks without end.
 */
export class PatternRunner {
  readonly #limitMs: number
  readonly #queue: Asked[] = []
  readonly #stops = new Map<string, number>()
  #worker: Worker | null = null
  #current: Asked | null = null
  #timer: NodeJS.Timeout | null = null

  constructor({ limitMs = LIMIT_MS }: PatternRunnerOptions = {}) {
    this.#limitMs = limitMs
  }

  /** A FindMatch. @throws AppError `timeout` naming the pattern, when it was stopped or has been too often */
  readonly find = (question: PatternQuestion): string | null | Promise<string | null> => {
    if (isCheapPattern(question.pattern, question.text.length)) return findMatch(question)
    if ((this.#stops.get(question.pattern) ?? 0) >= MAX_STOPS) return Promise.reject(tooSlow(question, this.#limitMs))
    return new Promise((resolve, reject) => {
      this.#queue.push({ question, resolve, reject })
      this.#next()
    })
  }

  /** Ends the worker; what waits is refused. */
  async close(): Promise<void> {
    const closed = new AppError('interrupted', 'Pithy was closed.')
    for (const { reject } of this.#queue.splice(0)) reject(closed)
    this.#settle()?.reject(closed)
    await this.#drop()?.terminate()
  }

  #next(): void {
    if (this.#current) return
    const asked = this.#queue.shift()
    if (!asked) {
      this.#worker?.unref()
      return
    }
    if ((this.#stops.get(asked.question.pattern) ?? 0) >= MAX_STOPS) {
      asked.reject(tooSlow(asked.question, this.#limitMs))
      this.#next()
      return
    }
    this.#current = asked
    const running = this.#worker
    const worker = running ?? this.#start()
    worker.ref()
    worker.postMessage(asked.question)
    if (running) this.#limit()
  }

  #start(): Worker {
    const worker = new Worker(WORKER, { eval: true, env: {}, resourceLimits: { maxOldGenerationSizeMb: 128 } })
    this.#worker = worker
    // The limit begins when the worker has: starting one takes tens of milliseconds on a busy machine.
    worker.once('online', () => this.#limit())
    worker.on('message', (found: string | null) => {
      if (this.#worker !== worker) return
      this.#settle()?.resolve(found)
      this.#next()
    })
    worker.on('error', (error) => {
      if (this.#worker !== worker) return
      this.#drop()
      this.#settle()?.reject(error)
      this.#next()
    })
    return worker
  }

  #limit(): void {
    if (!this.#current) return
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#stop(), this.#limitMs)
  }

  #stop(): void {
    void this.#drop()?.terminate()
    const asked = this.#settle()
    if (asked) {
      const { pattern } = asked.question
      this.#stops.set(pattern, (this.#stops.get(pattern) ?? 0) + 1)
      asked.reject(tooSlow(asked.question, this.#limitMs))
    }
    this.#next()
  }

  #drop(): Worker | null {
    const worker = this.#worker
    this.#worker = null
    return worker
  }

  #settle(): Asked | null {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const asked = this.#current
    this.#current = null
    return asked
  }
}

function tooSlow({ pattern, flags }: PatternQuestion, limitMs: number): AppError {
  const shown = pattern.length > 80 ? `${pattern.slice(0, 79)}…` : pattern
  return new AppError(
    'timeout',
    `The pattern /${shown}/${flags} took longer than ${limitMs / 1000} s and was stopped. Rewrite it without ` +
      'repetitions inside of repetitions, such as (a+)+.',
  )
}
