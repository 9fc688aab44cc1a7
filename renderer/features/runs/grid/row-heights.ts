const BLOCK_ROWS = 64

/** Heights of many rows, most of which are not known yet: finds the row at a place without adding all of them up. */
export class RowHeights {
  readonly count: number
  readonly #usual: number
  readonly #heights: Float64Array
  readonly #blocks: Float64Array
  /** Where each block begins; valid up to `#valid`. */
  readonly #starts: Float64Array
  #valid = 0

  /** @param usual height of a row that is not known, in px */
  constructor(count: number, usual: number) {
    this.count = count
    this.#usual = usual
    this.#heights = new Float64Array(count).fill(usual)
    const blocks = Math.ceil(count / BLOCK_ROWS)
    this.#blocks = new Float64Array(blocks)
    for (let block = 0; block < blocks; block++)
      this.#blocks[block] = Math.min(BLOCK_ROWS, count - block * BLOCK_ROWS) * usual
    this.#starts = new Float64Array(blocks + 1)
  }

  set(row: number, height: number): void {
    const before = this.#heights[row]
    if (before === undefined || before === height) return
    const block = Math.floor(row / BLOCK_ROWS)
    this.#heights[row] = height
    this.#blocks[block] = (this.#blocks[block] ?? 0) + height - before
    this.#valid = Math.min(this.#valid, block)
  }

  heightOf(row: number): number {
    return this.#heights[row] ?? this.#usual
  }

  topOf(row: number): number {
    const block = Math.min(Math.floor(row / BLOCK_ROWS), this.#blocks.length)
    let top = this.#startOf(block)
    for (let index = block * BLOCK_ROWS; index < Math.min(row, this.count); index++) top += this.heightOf(index)
    return top
  }

  get total(): number {
    return this.#startOf(this.#blocks.length)
  }

  /** The row that covers this place; the first or the last one where the place is outside. */
  rowAt(place: number): number {
    this.#startOf(this.#blocks.length)
    let low = 0
    let high = Math.max(0, this.#blocks.length - 1)
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.#starts[middle] ?? 0) <= place) low = middle
      else high = middle - 1
    }
    let row = low * BLOCK_ROWS
    let bottom = (this.#starts[low] ?? 0) + this.heightOf(row)
    while (bottom <= place && row < Math.min(this.count, (low + 1) * BLOCK_ROWS) - 1) bottom += this.heightOf(++row)
    return Math.min(row, Math.max(0, this.count - 1))
  }

  #startOf(block: number): number {
    for (; this.#valid < block; this.#valid++)
      this.#starts[this.#valid + 1] = (this.#starts[this.#valid] ?? 0) + (this.#blocks[this.#valid] ?? 0)
    return this.#starts[block] ?? 0
  }
}
