import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../../shared/contract/errors.ts'
import { compileRegex, MAX_REGEX_CHARACTERS } from '../../../../shared/score/compile-regex.ts'
import type { FoundRows } from '../result-store.ts'
import type { StoredRun } from '../run-store.ts'
import { neededLiteral } from './needed-literal.ts'

export interface SearchQuestion {
  readonly search: string
  readonly isRegex: boolean
}

export interface RunSearch extends FoundRows {
  readonly isDone: boolean
  /** Rows looked at so far. */
  readonly scanned: number
}

/** How long an answer waits for the end of its search, or else for what it has found so far. */
const PATIENCE_MS = 200
/** A pattern that is not through with one text after so long is stopped. */
const PATTERN_LIMIT_MS = 2000
const KEPT_SEARCHES = 3
/** More of them wait for the disk. */
const MAX_THREADS = 4
const SCANNED = 0
const FOUND = 1
const BEAT = 2

// As text, since the worker needs no file of its own in the bundles of three hosts. It reads by itself, row by row, and tells in
// shared memory what it found and, before each text, that it lives.
const WORKER = `const { workerData } = require('node:worker_threads')
const { sqlite, path, options, runNo, snapshotNo, caseCount, search, isRegex, literal, limit, part, parts, state, found } =
  workerData
const db = new (require(sqlite))(path, options)
const folded = search.toLowerCase()
const pattern = isRegex ? new RegExp(search, 'iu') : null
const isMatch = (text) => {
  Atomics.add(state, ${BEAT}, 1)
  return pattern ? pattern.test(text.length > limit ? text.slice(0, limit) : text) : text.toLowerCase().includes(folded)
}
const isInside = (value) => value !== null && typeof value === 'object'
  ? Object.values(value).some(isInside) : value !== null && isMatch(String(value))
const mark = (row) => { found[row] = 1; Atomics.add(state, ${FOUND}, 1) }
const cases = db.prepare('SELECT row_no, content FROM snapshot_case WHERE snapshot_no = ? AND row_no >= ? AND row_no < ?')
const cells = db.prepare('SELECT c.row_no, r.output FROM cell c JOIN reply r ON r.no = c.reply_no ' +
  'WHERE c.run_no = ? AND c.row_no >= ? AND c.row_no < ?' + (literal === null ? '' : ' AND instr(lower(r.output), ?) > 0'))
const literals = literal === null ? [] : [literal]
try {
  for (let from = part * 500; from < caseCount; from += parts * 500) {
    const to = Math.min(caseCount, from + 500)
    for (const [row, content] of cases.raw().iterate(snapshotNo, from, to)) {
      const { expected, variables } = JSON.parse(content)
      if (isInside(expected) || isInside(variables)) mark(row)
    }
    Atomics.add(state, ${BEAT}, 1)
    for (const [row, output] of cells.raw().iterate(runNo, from, to, ...literals))
      if (!found[row] && isMatch(output)) mark(row)
    Atomics.add(state, ${SCANNED}, to - from)
  }
} finally {
  db.close()
}`

/**
 * Looks through all outputs and cases of a run, each search in threads and connections of its own: two million outputs take
 * a second or two, and a user's pattern may never end. What was found so far can be asked for at any time.
 */
export class ResultSearches {
  readonly #db: Database
  readonly #options: object
  /** By run and question, the last asked one last. */
  readonly #scans = new Map<string, Scan>()

  constructor(db: Database, nativeBinding: string | null) {
    this.#db = db
    this.#options = { readonly: true, timeout: 5000, ...(nativeBinding === null ? {} : { nativeBinding }) }
  }

  /**
   * What is found after a moment; ask again while it is not done.
   *
   * @throws AppError `bad-input` for a pattern that is not valid; `timeout` for one that was stopped
   */
  async find(stored: StoredRun, { search, isRegex }: SearchQuestion): Promise<RunSearch> {
    if (isRegex) compileRegex(search, 'iu', 'the search')
    const key = JSON.stringify([stored.no, search, isRegex])
    const { doneCount, errorCount, costNanoUsd } = stored.run
    const stamp = `${doneCount} ${errorCount} ${costNanoUsd}`
    let scan = this.#scans.get(key)
    // What a finished one found is shown until the next one, over the cells that came since, is through as well.
    if (scan?.isDone && scan.stamp !== stamp) {
      scan.next ??= this.#start(stored, { search, isRegex }, stamp)
      if (scan.next.isDone) scan = scan.next
    }
    scan ??= this.#start(stored, { search, isRegex }, stamp)
    this.#scans.delete(key)
    this.#scans.set(key, scan)
    for (const [oldest, { stop }] of this.#scans) {
      if (this.#scans.size <= KEPT_SEARCHES) break
      void stop()
      this.#scans.delete(oldest)
    }
    await scan.online
    await Promise.race([scan.ended, sleep(PATIENCE_MS)])
    if (scan.error) {
      // It broke off by chance, as when the file could not be opened just then: the next one begins anew.
      if (scan.error.code === 'internal') this.#scans.delete(key)
      throw scan.error
    }
    return scan
  }

  async close(): Promise<void> {
    await Promise.all([...this.#scans.values()].map(({ stop }) => stop()))
  }

  #start({ no, snapshotNo, run }: StoredRun, { search, isRegex }: SearchQuestion, stamp: string): Scan {
    return new Scan(stamp, { search, isRegex }, run.caseCount, {
      sqlite: createRequire(import.meta.url).resolve('better-sqlite3'),
      path: this.#db.name,
      options: this.#options,
      runNo: no,
      snapshotNo,
      caseCount: run.caseCount,
      search,
      isRegex,
      literal: neededLiteral(search, isRegex),
      limit: MAX_REGEX_CHARACTERS,
    })
  }
}

/** One search on its way through a run. */
class Scan implements RunSearch {
  readonly stamp: string
  next: Scan | null = null
  error: AppError | null = null
  isDone = false
  readonly online: Promise<void>
  readonly ended: Promise<void>
  readonly #state = new Int32Array(new SharedArrayBuffer(12))
  readonly #name: string
  readonly #found: Uint8Array
  readonly #workers: readonly Worker[]
  #timer: NodeJS.Timeout | null = null
  #lastBeat = -1

  constructor(stamp: string, { search, isRegex }: SearchQuestion, caseCount: number, workerData: object) {
    this.stamp = stamp
    this.#name = JSON.stringify([stamp, search, isRegex])
    this.#found = new Uint8Array(new SharedArrayBuffer(Math.max(1, caseCount)))
    const parts = Math.max(1, Math.min(MAX_THREADS, availableParallelism()))
    this.#workers = Array.from(
      { length: parts },
      (_, part) =>
        new Worker(WORKER, {
          eval: true,
          env: {},
          execArgv: [],
          workerData: { ...workerData, part, parts, state: this.#state, found: this.#found },
          resourceLimits: { maxOldGenerationSizeMb: 256 },
        }),
    )
    for (const worker of this.#workers)
      worker.once('error', (cause) => {
        this.error ??= new AppError('internal', 'The search broke off. Search again.', { cause })
        void this.#terminate()
      })
    this.online = Promise.all(this.#workers.map((worker) => either(worker, 'online', 'exit'))).then(() => {
      if (!this.isDone) this.#timer = setInterval(() => this.#look(search), PATTERN_LIMIT_MS).unref()
    })
    this.ended = Promise.all(this.#workers.map((worker) => either(worker, 'exit'))).then(() => {
      if (this.#timer) clearInterval(this.#timer)
      this.isDone = true
    })
  }

  readonly has = (rowNo: number): boolean => this.#found[rowNo] === 1

  readonly stop = async (): Promise<void> => {
    this.error ??= new AppError('cancelled', 'The search was given up.', { retryable: true })
    await Promise.all([this.#terminate(), this.next?.stop()])
  }

  get revision(): string {
    return `${this.#name} ${Atomics.load(this.#state, FOUND)}`
  }

  get scanned(): number {
    return Atomics.load(this.#state, SCANNED)
  }

  #look(search: string): void {
    const beat = Atomics.load(this.#state, BEAT)
    if (beat !== this.#lastBeat || beat === 0) {
      this.#lastBeat = beat
      return
    }
    const shown = search.length > 80 ? `${search.slice(0, 79)}…` : search
    this.error ??= new AppError(
      'timeout',
      `The pattern /${shown}/ took longer than ${PATTERN_LIMIT_MS / 1000} s over one text and was stopped. Rewrite it ` +
        'without repetitions inside of repetitions, such as (a+)+.',
    )
    void this.#terminate()
  }

  async #terminate(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }
}

/** Resolves with the first of the events. */
function either(worker: Worker, ...events: readonly ('online' | 'exit')[]): Promise<void> {
  return new Promise((resolve) => {
    for (const event of events) worker.once(event, () => resolve())
  })
}
