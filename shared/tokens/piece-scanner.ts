// biome-ignore-all lint/style/noNonNullAssertion: hot loops, whose indices are in bounds by construction.
import { buildClassTable, LETTER, NUMBER, SPACE } from './unicode-classes.ts'

const WORD_OR_SPACE = SPACE | LETTER | NUMBER
const LINE_FEED = 10
const CARRIAGE_RETURN = 13
const BLANK = 32
const APOSTROPHE = 39
const SLASH = 47
const LONG_S = 0x17f

/**
 * Splits text into the pieces of an OpenAI split pattern, by hand instead of by regular expression.
 *
 * `next` decides from `text[start..reach)` alone and has no memory, so after an edit the scan may restart at any old
 * piece start. Results are fields, not an object: `next` runs once per word and must not allocate.
 */
export abstract class PieceScanner {
  /** Index one past the piece that the last `next` found. */
  end = 0
  /** Upper bound of (last index examined + 1); above `limit`, the end of the text took part in the decision. */
  reach = 0
  /** Code units of the code point that the last `classAt` looked at. */
  protected width = 1
  protected readonly classes: Uint8Array = buildClassTable()

  /** Finds the piece that starts at `start` in `text[0..limit)`; `start` must be a piece start below `limit`. */
  abstract next(text: string, start: number, limit: number): void

  /** Class bits of the code point at `index`; a lone surrogate has none, like the U+FFFD it is encoded as. */
  protected classAt(text: string, index: number, limit: number): number {
    const unit = text.charCodeAt(index)
    this.width = 1
    if (unit < 0xd800 || unit > 0xdfff) return this.classes[unit]!
    if (unit < 0xdc00 && index + 1 < limit) {
      const low = text.charCodeAt(index + 1)
      if (low >= 0xdc00 && low <= 0xdfff) {
        this.width = 2
        return this.classes[((unit - 0xd800) << 10) + (low - 0xdc00) + 0x10000]!
      }
    }
    return 0
  }

  /** End of `(?i:'s|'t|'re|'ve|'m|'ll|'d)` at `index`, or `index` where there is none. */
  protected contractionEnd(text: string, index: number, limit: number): number {
    if (index + 1 >= limit || text.charCodeAt(index) !== APOSTROPHE) return index
    const first = text.charCodeAt(index + 1)
    if (first === LONG_S) return index + 2
    if (first >= 128) return index
    const letter = String.fromCharCode(first | 32)
    if (letter === 's' || letter === 't' || letter === 'm' || letter === 'd') return index + 2
    if (index + 2 >= limit) return index
    const second = text.charCodeAt(index + 2)
    if (second >= 128) return index
    const pair = letter + String.fromCharCode(second | 32)
    return pair === 're' || pair === 've' || pair === 'll' ? index + 3 : index
  }

  /** End of up to three numbers from `start`, the first of which is `firstWidth` wide. */
  protected scanNumber(text: string, start: number, limit: number, firstWidth: number): void {
    let index = start + firstWidth
    for (let digits = 1; digits < 3 && index < limit; digits++) {
      if (!(this.classAt(text, index, limit) & NUMBER)) break
      index += this.width
    }
    this.end = index
    this.reach = index + 3
  }

  /** The alternatives both patterns end with: punctuation, then white space; `slash` takes `/` into a punctuation tail. */
  protected scanRest(text: string, start: number, limit: number, slash: boolean): void {
    const end = this.#punctuationEnd(text, start, limit, slash)
    if (end === start) {
      this.#scanSpace(text, start, limit)
      return
    }
    this.end = end
    this.reach = end + 3
  }

  /** ` ?[^\s\p{L}\p{N}]+[\r\n/]*`, or `start` where it does not match. */
  #punctuationEnd(text: string, start: number, limit: number, slash: boolean): number {
    const classes = this.classes
    let index = text.charCodeAt(start) === BLANK ? start + 1 : start
    if (index >= limit || this.classAt(text, index, limit) & WORD_OR_SPACE) return start
    index += this.width
    while (index < limit) {
      const unit = text.charCodeAt(index)
      if (unit < 128) {
        if (classes[unit]! !== 0) break
        index++
        continue
      }
      if (this.classAt(text, index, limit) & WORD_OR_SPACE) break
      index += this.width
    }
    while (index < limit) {
      const unit = text.charCodeAt(index)
      if (unit !== LINE_FEED && unit !== CARRIAGE_RETURN && !(slash && unit === SLASH)) break
      index++
    }
    return index
  }

  /** `\s*[\r\n]+|\s+(?!\S)|\s+`: all white space is in the basic plane, so one unit is one character. */
  #scanSpace(text: string, start: number, limit: number): void {
    const classes = this.classes
    let index = start
    let lastNewline = -1
    while (index < limit) {
      const unit = text.charCodeAt(index)
      if (!(classes[unit]! & SPACE)) break
      if (unit === LINE_FEED || unit === CARRIAGE_RETURN) lastNewline = index
      index++
    }
    this.reach = index + 3
    if (lastNewline >= 0) this.end = lastNewline + 1
    else if (index === limit || index - start === 1) this.end = index
    else this.end = index - 1
  }
}
