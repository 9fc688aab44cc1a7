// biome-ignore-all lint/style/noNonNullAssertion: hot loops, whose indices are in bounds by construction.
import type { Chunk, GiantPiece } from './chunk.ts'
import { addPieceFeatures, emptyFeatures, type TextFeatures } from './content-class.ts'
import { EditWindow } from './edit-window.ts'
import type { Encoder, TokenSpans } from './encoder.ts'
import { countGiantTokens, encodeGiantPiece, type GiantTokens, spliceGiantPiece } from './giant-piece.ts'

export interface CounterOptions {
  /** Code units after which a chunk is closed; 1,024 by default, small values are for tests. */
  readonly targetUnits?: number
  /** No chunk is cut off below this, except where there is no more text; half of the target by default. */
  readonly smallestUnits?: number
  /** Length from which a piece keeps its tokens; 1,024 by default. */
  readonly giantUnits?: number
  /** Tokens of such a piece that are kept together; 256 by default. */
  readonly runTokens?: number
}

/** How far beyond its end a chunk may have looked; every decision of the scanners needs at least this. */
const SLACK_UNITS = 3
const LOOK_AHEAD_UNITS = 8

/**
 * The exact token count of a text that is being edited, always equal to `Encoder.count` of the whole.
 *
 * A chunk may end at E only if none of its pieces looked beyond E + 3 (a good cut). An edit scans anew the chunks it
 * touches, and those before that may have looked at it, and stops at the first good cut that is also an old one:
 * what is left of the window read nothing of the edit, and to the right the scanner, which has no memory, would
 * repeat itself. About 1 kB is scanned per edit, 0.03 ms, whatever the length of the text.
 */
export class IncrementalCounter {
  readonly encoder: Encoder
  readonly #targetUnits: number
  readonly #smallestUnits: number
  readonly #giantUnits: number
  readonly #runTokens: number
  #chunks: Chunk[] = []
  #total = 0
  #length = 0
  #features = emptyFeatures()

  constructor(encoder: Encoder, options: CounterOptions = {}) {
    this.encoder = encoder
    this.#targetUnits = options.targetUnits ?? 1024
    this.#smallestUnits = options.smallestUnits ?? this.#targetUnits >> 1
    this.#giantUnits = options.giantUnits ?? 1024
    this.#runTokens = options.runTokens ?? 256
  }

  /** Tokens of the whole text. */
  get total(): number {
    return this.#total
  }

  /** UTF-16 code units of the whole text. */
  get length(): number {
    return this.#length
  }

  /** Tokens by content class, a copy. */
  get features(): TextFeatures {
    return this.#features.slice()
  }

  get text(): string {
    return this.#chunks.map((chunk) => chunk.text).join('')
  }

  /** Replaces the whole text and returns its tokens. */
  setText(text: string): number {
    this.#chunks = []
    this.#total = 0
    this.#length = 0
    this.#features = emptyFeatures()
    return this.edit(0, 0, text)
  }

  /**
   * Replaces `deleteCount` code units at `at` by `insertText` and returns the tokens of the new text.
   *
   * @throws RangeError when the edit reaches outside the text; the counter is then unchanged
   */
  edit(at: number, deleteCount: number, insertText: string): number {
    if (!(at >= 0 && deleteCount >= 0 && at + deleteCount <= this.#length)) {
      throw new RangeError(`An edit of ${deleteCount} units at ${at} is outside a text of ${this.#length} units.`)
    }
    const { index, start } = this.#chunkBefore(at)
    const window = new EditWindow(this.#chunks, index, { at: at - start, deleteCount, insertText })
    const fresh = this.#scanWindow(window)
    for (let old = index; old < window.endChunk; old++) this.#add(this.#chunks[old]!, -1)
    for (const chunk of fresh) this.#add(chunk, 1)
    const replaced = window.endChunk - index
    if (fresh.length < 1000) this.#chunks.splice(index, replaced, ...fresh)
    else this.#chunks = [...this.#chunks.slice(0, index), ...fresh, ...this.#chunks.slice(window.endChunk)]
    this.#length += insertText.length - deleteCount
    return this.#total
  }

  /** The tokens that overlap `text[start..end)`, for colouring what is visible; the first may start before `start`. */
  tokensBetween(start: number, end: number): TokenSpans & { readonly start: number } {
    let index = 0
    let chunkStart = 0
    while (index < this.#chunks.length && chunkStart + this.#chunks[index]!.text.length <= start) {
      chunkStart += this.#chunks[index++]!.text.length
    }
    let text = ''
    while (index < this.#chunks.length && chunkStart + text.length < end) text += this.#chunks[index++]!.text
    // A chunk's last pieces are decided by up to three units after it.
    const enough = text.length + LOOK_AHEAD_UNITS
    while (index < this.#chunks.length && text.length < enough) text += this.#chunks[index++]!.text
    const spans = this.encoder.tokenize(text)
    const ends = spans.ends.map((unit) => unit + chunkStart)
    const first = firstAbove(ends, start)
    let last = first
    while (last < ends.length && (ends[last - 1] ?? chunkStart) < end) last++
    return { start: ends[first - 1] ?? chunkStart, ids: spans.ids.slice(first, last), ends: ends.slice(first, last) }
  }

  /** The last chunk whose start is at least three units before `at`: the first whose pieces may change. */
  #chunkBefore(at: number): { readonly index: number; readonly start: number } {
    const chunks = this.#chunks
    let index = 0
    let start = 0
    while (index < chunks.length && start + chunks[index]!.text.length <= at) start += chunks[index++]!.text.length
    if (index === chunks.length && index > 0) start -= chunks[--index]!.text.length
    while (index > 0 && start + SLACK_UNITS > at) start -= chunks[--index]!.text.length
    return { index, start }
  }

  #add(chunk: Chunk, sign: 1 | -1): void {
    this.#total += sign * chunk.tokens
    for (let index = 0; index < this.#features.length; index++) this.#features[index]! += sign * chunk.features[index]!
  }

  /** Scans the window from its start to the first old cut where the old chunks can take over. */
  #scanWindow(window: EditWindow): Chunk[] {
    const { scanner, pieces } = this.encoder
    const chunks: Chunk[] = []
    let start = 0
    let position = 0
    let reach = 0
    let tokens = 0
    let features = emptyFeatures()
    let giants: GiantPiece[] = []
    const close = () => {
      chunks.push({ text: window.text.slice(start, position), tokens, features, giants })
      start = position
      tokens = 0
      features = emptyFeatures()
      giants = []
    }
    window.extend(LOOK_AHEAD_UNITS)
    for (;;) {
      window.passCuts(position)
      const isGoodCut = reach <= position + SLACK_UNITS
      if (position === window.cut) {
        const isEnd = window.isCutAtEnd
        if (isEnd || (isGoodCut && (position === start || position - start >= this.#smallestUnits))) {
          if (position > start) close()
          return chunks
        }
        window.passCut()
      } else if (isGoodCut && position - start >= this.#targetUnits && window.cut - position >= this.#smallestUnits) {
        close()
      }
      scanner.next(window.text, position, window.text.length)
      while (scanner.reach > window.text.length && window.extend(LOOK_AHEAD_UNITS)) {
        scanner.next(window.text, position, window.text.length)
      }
      const end = scanner.end
      if (scanner.reach > reach) reach = scanner.reach
      let count: number
      if (end - position < this.#giantUnits) count = pieces.count(window.text, position, end)
      else {
        const giant = this.#encodeGiant(window, position, end)
        giants.push({ start: position - start, length: end - position, tokens: giant })
        count = countGiantTokens(giant)
      }
      tokens += count
      addPieceFeatures(features, window.text, position, end, count)
      position = end
    }
  }

  /** Tokens of the giant piece at `start..end` of the window, from those it had before the edit where it can be. */
  #encodeGiant(window: EditWindow, start: number, end: number): GiantTokens {
    const { pieces } = this.encoder
    const { at, insertText, deleteCount } = window.edit
    const growth = insertText.length - deleteCount
    const piece = { text: window.text, pieceStart: start, pieceEnd: end, runTokens: this.#runTokens }
    for (const old of window.oldGiants()) {
      const oldEnd = old.start + old.length
      const isUntouchedLeft = oldEnd <= at && old.start === start && oldEnd === end
      const isMoved = old.start >= at + deleteCount && old.start + growth === start && oldEnd + growth === end
      if (isUntouchedLeft || isMoved) return old.tokens
      if (old.start <= at && at + deleteCount <= oldEnd && old.start === start && oldEnd + growth === end) {
        return spliceGiantPiece(pieces, old.tokens, {
          ...piece,
          changeStart: at,
          changeEnd: at + insertText.length,
          removed: window.removed,
        })
      }
    }
    return encodeGiantPiece(pieces, piece)
  }
}

/** Index of the first element above `value` in a rising list. */
function firstAbove(values: readonly number[], value: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}
