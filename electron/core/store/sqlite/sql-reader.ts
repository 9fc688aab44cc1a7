import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'

/** What is asked: rows as objects, or columns of numbers as sorted arrays (rows with an unknown number leave it out). */
export interface SqlQuestion {
  readonly sql: string
  readonly params: readonly (string | number | null)[]
  readonly kind: 'rows' | 'sorted-columns'
}

const THREADS = 2

// As text, since the worker needs no file of its own in the bundles of three hosts.
const WORKER = `const { parentPort, workerData } = require('node:worker_threads')
const { sqlite, path, options, questions, taken } = workerData
const db = new (require(sqlite))(path, options)
const sortedColumns = (statement, params) => {
  const columns = statement.columns().map(() => ({ values: new Float64Array(1024), n: 0 }))
  for (const row of statement.raw().iterate(...params))
    for (let at = 0; at < columns.length; at++) {
      if (row[at] === null) continue
      const column = columns[at]
      if (column.n === column.values.length) {
        const larger = new Float64Array(column.n * 2)
        larger.set(column.values)
        column.values = larger
      }
      column.values[column.n++] = row[at]
    }
  return columns.map(({ values, n }) => values.slice(0, n).sort())
}
try {
  // SQLite sorts as much at once as the cache holds: a million rows by 8 MB take an eighth less time than by 64 (measured).
  db.pragma('cache_size = -8192')
  // What is not in the log any more is read in place.
  db.pragma('mmap_size = 4294967296')
  db.pragma('trusted_schema = OFF')
  db.exec('BEGIN')
  const answers = []
  for (let at = Atomics.add(taken, 0, 1); at < questions.length; at = Atomics.add(taken, 0, 1)) {
    const { sql, params, kind } = questions[at]
    const statement = db.prepare(sql)
    answers.push([at, kind === 'rows' ? statement.all(...params) : sortedColumns(statement, params)])
  }
  db.exec('COMMIT')
  const buffers = answers.flatMap(([, answer]) => answer.flatMap((one) => one instanceof Float64Array ? [one.buffer] : []))
  parentPort.postMessage(answers, buffers)
} finally {
  db.close()
}`

/**
 * Asks questions that look at a million rows, in a thread and a connection of their own: on the main thread each would hold everything
 * else up for a third of a second.
 */
export class SqlReader {
  readonly #db: Database
  readonly #options: object
  readonly #workers = new Set<Worker>()

  constructor(db: Database, nativeBinding: string | null) {
    this.#db = db
    this.#options = { readonly: true, timeout: 5000, ...(nativeBinding === null ? {} : { nativeBinding }) }
  }

  /**
   * The answers in the order of the questions, from two threads at once: they may be of two moments, some milliseconds apart. Each
   * thread takes the next question that is left, so those that take longest come best first.
   *
   * @throws the signal's reason when it is aborted
   */
  async ask(questions: readonly SqlQuestion[], signal: AbortSignal): Promise<readonly unknown[]> {
    const taken = new Int32Array(new SharedArrayBuffer(4))
    const threads = Array.from({ length: Math.min(THREADS, questions.length) }, () =>
      this.#askSome(questions, taken, signal),
    )
    const answers = new Map((await Promise.all(threads)).flat())
    return questions.map((_, at) => answers.get(at))
  }

  /** By place, the answers to those questions that one thread took. */
  async #askSome(
    questions: readonly SqlQuestion[],
    taken: Int32Array,
    signal: AbortSignal,
  ): Promise<readonly (readonly [at: number, answer: unknown])[]> {
    signal.throwIfAborted()
    const sqlite = createRequire(import.meta.url).resolve('better-sqlite3')
    const workerData = { sqlite, path: this.#db.name, options: this.#options, questions, taken }
    const worker = new Worker(WORKER, { eval: true, env: {}, execArgv: [], workerData })
    this.#workers.add(worker)
    const stop = () => void worker.terminate()
    signal.addEventListener('abort', stop, { once: true })
    try {
      return await new Promise<readonly (readonly [number, unknown])[]>((resolve, reject) => {
        worker.once('message', resolve)
        worker.once('error', reject)
        worker.once('exit', () => reject(signal.reason ?? new Error('The reading of the library broke off.')))
      })
    } finally {
      signal.removeEventListener('abort', stop)
      this.#workers.delete(worker)
      await worker.terminate()
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.terminate()))
  }
}
