import type { Database } from 'better-sqlite3'

/** The least time between two commits, so that writes of many calls share one fsync. */
const MIN_SPACING_MS = 1
/** More writes than this make a second commit, so that the event loop gets its turn between the two. */
const MAX_GROUP = 128
/** What a commit lets go on at once; each may take 0.3 ms, and between two slices the event loop gets its turn. */
const RELEASE_SLICE = 16

type Release = () => void

interface Pending {
  readonly write: () => unknown
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * Joins writes into group commits: everything added within a tick goes into one immediate transaction.
 *
 * A write must not throw for something expected, since a throw takes the whole group back. The promise of `add` settles
 * after the commit, so what it promises is on disk (`synchronous=FULL`).
 */
export class CommitQueue {
  readonly #commit: (group: readonly Pending[]) => unknown[]
  readonly #onCommit: () => void
  readonly #pending: Pending[] = []
  /** Writes that are committed, whose callers are not told yet. */
  readonly #released: Release[] = []
  #isReleasing = false
  #isScheduled = false
  #lastEndMs = 0
  #lastDurationMs = 0

  /**
   * @param onCommit called after every commit
   * @param together runs all the writes of a group, inside its transaction
   */
  constructor(
    db: Database,
    onCommit: () => void = () => undefined,
    together: <T>(writes: () => T) => T = (writes) => writes(),
  ) {
    this.#onCommit = onCommit
    const transaction = db.transaction((group: readonly Pending[]) => together(() => group.map(({ write }) => write())))
    this.#commit = (group) => transaction.immediate(group)
  }

  /** How many writes wait for their commit; callers that do not wait themselves slow down by it. */
  get length(): number {
    return this.#pending.length
  }

  /** @throws what the database threw; after that nobody knows whether the group was stored, so read before going on */
  add<T>(write: () => T): Promise<T> {
    const promise = new Promise<T>((resolve, reject) => {
      // resolve is called with what this very write returned.
      this.#pending.push({ write, resolve: resolve as (value: unknown) => void, reject })
    })
    this.#schedule()
    return promise
  }

  /** Commits all that waits right now, for shutting down. */
  flush(): void {
    while (this.#pending.length > 0) this.#commitGroup()
    for (const release of this.#released.splice(0)) release()
  }

  #commitGroup(): void {
    const group = this.#pending.splice(0, MAX_GROUP)
    const startMs = performance.now()
    try {
      const values = this.#commit(group)
      for (const [index, { resolve }] of group.entries()) this.#released.push(() => resolve(values[index]))
    } catch (error) {
      for (const { reject } of group) this.#released.push(() => reject(error))
    }
    this.#lastEndMs = performance.now()
    this.#lastDurationMs = this.#lastEndMs - startMs
    if (!this.#isReleasing) this.#release()
    this.#onCommit()
  }

  #release(): void {
    for (const release of this.#released.splice(0, RELEASE_SLICE)) release()
    this.#isReleasing = this.#released.length > 0
    if (this.#isReleasing) setImmediate(() => this.#release())
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    const run = () => {
      // What is let go on will write again soon: one commit for both.
      if (this.#isReleasing && this.#pending.length < MAX_GROUP) return void setImmediate(run)
      this.#isScheduled = false
      this.#commitGroup()
      if (this.#pending.length > 0) this.#schedule()
    }
    // On a slow disk the pause grows with the commit, so that the event loop keeps half of its time.
    const waitMs = this.#lastEndMs + Math.max(MIN_SPACING_MS, this.#lastDurationMs) - performance.now()
    if (waitMs <= 0) setImmediate(run)
    else setTimeout(run, waitMs)
  }
}
