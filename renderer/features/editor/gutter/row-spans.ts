/** A change of a text, as Monaco tells it; offsets are UTF-16. */
export interface TextEdit {
  readonly rangeOffset: number
  readonly rangeLength: number
  readonly text: string
}

interface Span {
  readonly start: number
  readonly end: number
}

/**
 * Where stretches of a text are while it is typed in. Plain numbers: thousands of Monaco's own decorations take
 * milliseconds to be asked at each key.
 */
export class RowSpans {
  readonly #starts: number[]
  readonly #ends: number[]

  /** @param spans in order, without overlaps */
  constructor(spans: readonly Span[]) {
    this.#starts = spans.map(({ start }) => start)
    this.#ends = spans.map(({ end }) => end)
  }

  edit({ rangeOffset: at, rangeLength, text }: TextEdit): void {
    const after = at + rangeLength
    const by = text.length - rangeLength
    // A line that is put in before a stretch pushes it; a word there becomes a part of it.
    const isPushing = text.includes('\n')
    for (let index = this.#firstEndingAt(at); index < this.#starts.length; index++) {
      const start = this.#starts[index] ?? 0
      const end = this.#ends[index] ?? 0
      const isMoved = start > at || (start === at && isPushing)
      this.#starts[index] = !isMoved ? start : start >= after ? start + by : at
      this.#ends[index] = end >= after ? end + by : at
    }
  }

  /** The stretches that touch this one and are not empty, with their places in the list. */
  within(from: number, to: number): readonly (Span & { readonly index: number })[] {
    const found: (Span & { readonly index: number })[] = []
    for (let index = this.#firstEndingAt(from); index < this.#starts.length; index++) {
      const start = this.#starts[index] ?? 0
      const end = this.#ends[index] ?? 0
      if (start > to) break
      if (end > start) found.push({ index, start, end })
    }
    return found
  }

  /** The first that ends there or later. */
  #firstEndingAt(offset: number): number {
    let low = 0
    let high = this.#ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#ends[middle] ?? 0) < offset) low = middle + 1
      else high = middle
    }
    return low
  }
}
