/** Documents with a place on the board; those beyond it are told of by messages alone. */
const SLOTS = 512
const CELLS_PER_SLOT = 2

/**
 * The newest o200k count of each document in memory that page and worker share.
 *
 * Chromium holds messages of workers back until the frame after a key is drawn, so that a count that is known 1 ms after the key
 * came 5 to 17 ms later. What is read here is drawn with the key itself.
 */
export class CountBoard {
  readonly memory: SharedArrayBuffer
  readonly #cells: Int32Array
  readonly #free: number[]

  constructor(memory = new SharedArrayBuffer(SLOTS * CELLS_PER_SLOT * Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory
    this.#cells = new Int32Array(memory)
    this.#free = Array.from({ length: SLOTS }, (_, index) => SLOTS - 1 - index)
  }

  /** A place for one document; null when all are taken. */
  take(): number | null {
    return this.#free.pop() ?? null
  }

  giveBack(slot: number): void {
    this.write(slot, 0, 0)
    this.#free.push(slot)
  }

  /** @param sequence number of the edit that the count includes; above 0 */
  write(slot: number, sequence: number, tokens: number): void {
    Atomics.store(this.#cells, slot * CELLS_PER_SLOT + 1, tokens)
    // Last, so that whoever reads this number finds the count that goes with it.
    Atomics.store(this.#cells, slot * CELLS_PER_SLOT, sequence)
  }

  /** Tokens of the document as of that edit; null when it is not counted yet. */
  read(slot: number, sequence: number): number | null {
    if (Atomics.load(this.#cells, slot * CELLS_PER_SLOT) !== sequence) return null
    return Atomics.load(this.#cells, slot * CELLS_PER_SLOT + 1)
  }
}

/** Null where the page has no memory to share: without the headers of cross-origin isolation. */
export function openCountBoard(): CountBoard | null {
  return globalThis.crossOriginIsolated === true ? new CountBoard() : null
}
