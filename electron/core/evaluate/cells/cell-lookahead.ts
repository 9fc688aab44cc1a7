import type { StoredReply } from '../../store/reply-cache.ts'
import type { QueuedCell } from './cell-queue.ts'
import type { RenderedCell } from './render-cell.ts'

export interface PreparedCell {
  readonly queued: QueuedCell
  readonly rendered: RenderedCell
  /** The answer that is stored already; null when it must be asked for. */
  readonly known: StoredReply | null
}

export interface CellSource {
  readonly queue: Iterator<QueuedCell>
  readonly render: (queued: QueuedCell) => RenderedCell
  readonly find: (keys: readonly Buffer[]) => readonly (StoredReply | null)[]
}

/** Few, since what another run answers meanwhile is not seen: a look costs 35 µs alone, and 4 µs in such a group. */
const CELLS_PER_LOOK = 16

/** Takes cells from a queue in small groups, each rendered, and looks for their answers in one read transaction. */
export class CellLookahead {
  readonly #source: CellSource
  #ahead: PreparedCell[] = []
  /** Keys that were answered since the last look. */
  readonly #answered = new Set<string>()

  constructor(source: CellSource) {
    this.#source = source
  }

  /** Null at the end of the queue. */
  next(): PreparedCell | null {
    if (this.#ahead.length === 0) this.#look()
    return this.#ahead.shift() ?? null
  }

  /** Says that the answer to this request is now stored. */
  answered(keyText: string): void {
    this.#answered.add(keyText)
  }

  /** Whether the answer may have been stored after the last look. */
  isOutdated(keyText: string): boolean {
    return this.#answered.has(keyText)
  }

  #look(): void {
    const cells: Omit<PreparedCell, 'known'>[] = []
    while (cells.length < CELLS_PER_LOOK) {
      const next = this.#source.queue.next()
      if (next.done) break
      cells.push({ queued: next.value, rendered: this.#source.render(next.value) })
    }
    const keys = cells.flatMap(({ rendered }) => (rendered.kind === 'request' ? [rendered.key] : []))
    this.#answered.clear()
    const found = this.#source.find(keys).values()
    this.#ahead = cells.map((cell) => ({
      ...cell,
      known: cell.rendered.kind === 'request' ? (found.next().value ?? null) : null,
    }))
  }
}
