import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'

/** 8 MB: long before SQLite itself would copy the log while everybody waits (see open-database.ts). */
const PAGES_DUE = 2000
const LOOK_EVERY_MS = 20
/** After that the log is left behind, which does no harm: the next one who opens the library reads it. */
const CLOSE_WAIT_MS = 3000

// As text, since the worker needs no file of its own in the bundles of three hosts. Its connection lives for one checkpoint
// only: one that is open when the library is closed would leave the log behind. First without any lock, which copies nearly
// everything; then what came meanwhile, under the write lock, so that the next commit begins the log anew.
const WORKER = `const { parentPort, workerData } = require('node:worker_threads')
const { sqlite, path, options, isBusy } = workerData
const Database = require(sqlite)
parentPort.on('message', () => {
  try {
    const db = new Database(path, options)
    try {
      db.pragma('synchronous = FULL')
      db.pragma('checkpoint_fullfsync = ON')
      db.pragma('wal_checkpoint(PASSIVE)')
      db.pragma('wal_checkpoint(RESTART)')
    } finally {
      db.close()
    }
  } finally {
    Atomics.store(isBusy, 0, 0)
    Atomics.notify(isBusy, 0)
  }
})`

/**
 * Copies the write-ahead log into the library in a thread of its own: on the thread that commits, 8,000 pages take up to half a
 * second (measured), and nothing else runs meanwhile. Where the worker cannot start, SQLite's own checkpoints do it.
 */
export class Checkpointer {
  readonly #db: Database
  readonly #nativeBinding: string | null
  readonly #isBusy = new Int32Array(new SharedArrayBuffer(4))
  #worker: Worker | null = null
  #isBroken = false
  #lookedAtMs = 0

  constructor(db: Database, nativeBinding: string | null) {
    this.#db = db
    this.#nativeBinding = nativeBinding
  }

  /** Whether a checkpoint is under way: a large import waits for its end, since a commit would wait without letting others work. */
  get isBusy(): boolean {
    return Atomics.load(this.#isBusy, 0) === 1
  }

  /**
   * Called after commits; mostly does nothing.
   *
   * @param pagesDue how long the log may be
   */
  look(pagesDue = PAGES_DUE): void {
    const nowMs = performance.now()
    if (this.#isBroken || nowMs - this.#lookedAtMs < LOOK_EVERY_MS) return
    this.#lookedAtMs = nowMs
    if (this.isBusy || this.#pagesWaiting() < pagesDue) return
    this.#worker ??= this.#start()
    Atomics.store(this.#isBusy, 0, 1)
    this.#worker.postMessage(null)
  }

  /** Waits for a checkpoint that is under way, since the library is closed next. */
  close(): void {
    Atomics.wait(this.#isBusy, 0, 1, CLOSE_WAIT_MS)
    void this.#worker?.terminate()
    this.#worker = null
    this.#isBroken = true
  }

  #pagesWaiting(): number {
    try {
      // NOOP (SQLite 3.51) copies nothing and tells how long the log is; 0.01 ms.
      const [row] = this.#db.pragma('wal_checkpoint(NOOP)') as [{ log: number; checkpointed: number }?]
      return row ? row.log - row.checkpointed : 0
    } catch {
      // The commit itself has succeeded: whoever waits for it must not hear of this. SQLite's own checkpoints remain.
      this.#isBroken = true
      return 0
    }
  }

  #start(): Worker {
    const options = {
      timeout: 200,
      fileMustExist: true,
      ...(this.#nativeBinding === null ? {} : { nativeBinding: this.#nativeBinding }),
    }
    const sqlite = createRequire(import.meta.url).resolve('better-sqlite3')
    const workerData = { sqlite, path: this.#db.name, options, isBusy: this.#isBusy }
    const worker = new Worker(WORKER, {
      eval: true,
      workerData,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 32 },
    })
    worker.unref()
    worker.once('error', () => {
      this.#isBroken = true
      Atomics.store(this.#isBusy, 0, 0)
    })
    return worker
  }
}
