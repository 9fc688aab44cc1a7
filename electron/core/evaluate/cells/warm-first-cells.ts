import type { CellLookahead, PreparedCell } from './cell-lookahead.ts'

/** Few, since a rendered prompt may be long; then the workers wait with the cells. */
const MAX_HELD = 64

type Cells = Pick<CellLookahead, 'next' | 'answered' | 'isOutdated'>

/**
 * Cells in their order, save that the others of a column wait while the one that warms its provider's cache has not begun to be
 * answered. Meanwhile the cells of other columns go on, and those whose answer is stored.
 */
export class WarmFirstCells {
  readonly #ahead: Cells
  readonly #isWarmedFirst: (columnNo: number) => boolean
  readonly #warming = new Map<number, Promise<void>>()
  readonly #begun = new Set<number>()
  #held: PreparedCell[] = []
  /** Their answer may have been stored while they were held. */
  readonly #wereHeld = new WeakSet<PreparedCell['queued']>()

  constructor(ahead: Cells, isWarmedFirst: (columnNo: number) => boolean) {
    this.#ahead = ahead
    this.#isWarmedFirst = isWarmedFirst
  }

  /** Null when none may go on now: at the end, or, while `released` is not null, until then. */
  next(): PreparedCell | null {
    const free = this.#held.findIndex((cell) => !this.#waits(cell))
    if (free !== -1) return this.#held.splice(free, 1)[0] ?? null
    while (this.#held.length < MAX_HELD) {
      const cell = this.#ahead.next()
      if (cell === null || !this.#waits(cell)) return cell
      this.#held.push(cell)
      this.#wereHeld.add(cell.queued)
    }
    return null
  }

  /** When the next held cells may go on; null when none is held. */
  get released(): Promise<void> | null {
    return this.#held.length === 0 ? null : Promise.race(this.#warming.values())
  }

  /**
   * Says that a cell is about to be sent. The first of a column that is warmed holds back the others.
   *
   * @returns ends that: to be called at the first text and at the end, however it ends
   */
  begin({ ref }: PreparedCell['queued']): () => void {
    const { columnNo } = ref
    if (this.#begun.has(columnNo) || !this.#isWarmedFirst(columnNo)) return () => {}
    this.#begun.add(columnNo)
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#warming.set(columnNo, promise)
    return () => {
      this.#warming.delete(columnNo)
      resolve()
    }
  }

  answered(keyText: string): void {
    this.#ahead.answered(keyText)
  }

  isOutdated({ queued }: Pick<PreparedCell, 'queued'>, keyText: string): boolean {
    return this.#wereHeld.has(queued) || this.#ahead.isOutdated(keyText)
  }

  #waits({ queued, rendered, known }: PreparedCell): boolean {
    return this.#warming.has(queued.ref.columnNo) && rendered.kind === 'request' && known === null
  }
}
