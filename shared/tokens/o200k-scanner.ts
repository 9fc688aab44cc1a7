// biome-ignore-all lint/style/noNonNullAssertion: hot loops, whose indices are in bounds by construction.
import { PieceScanner } from './piece-scanner.ts'
import { LETTER, LOWER, NUMBER, UPPER } from './unicode-classes.ts'

const LINE_FEED = 10
const CARRIAGE_RETURN = 13
/** Below this every code unit is a character. */
const SURROGATES = 0xd800

/**
 * Scanner of the o200k_base pattern, which o200k_harmony shares.
 *
 * `[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|…)?` (1), the same with the
 * capitals required and the small letters optional (2), `\p{N}{1,3}`, punctuation with `[\r\n/]*`, white space.
 */
export class O200kScanner extends PieceScanner {
  next(text: string, start: number, limit: number): void {
    const classes = this.classes
    const unit = text.charCodeAt(start)
    const bits = unit < 128 ? classes[unit]! : this.classAt(text, start, limit)
    const width = unit < 128 ? 1 : this.width
    if (bits & NUMBER) {
      this.scanNumber(text, start, limit, width)
      return
    }
    // A combining mark is both a possible prefix and a possible letter of the word itself.
    const isMark = (bits & (UPPER | LOWER)) !== 0 && !(bits & LETTER)
    const mayPrefix = !(bits & LETTER) && unit !== CARRIAGE_RETURN && unit !== LINE_FEED
    const second = start + width
    if (mayPrefix && second < limit) {
      const secondUnit = text.charCodeAt(second)
      const secondBits = secondUnit < 128 ? classes[secondUnit]! : this.classAt(text, second, limit)
      if (secondBits & (UPPER | LOWER)) {
        this.#scanWord(text, second, limit, isMark ? start : -1)
        return
      }
      if (isMark) {
        this.#scanWord(text, start, limit, -1)
        return
      }
    } else if (bits & (UPPER | LOWER)) {
      this.#scanWord(text, start, limit, -1)
      return
    }
    this.scanRest(text, start, limit, true)
  }

  /**
   * The letters from `start`, which always match. `prefixMark` is the index of a mark taken as prefix, or -1: when only
   * capitals follow it, alternative 1 without the prefix matches that mark alone, and wins over alternative 2.
   */
  #scanWord(text: string, start: number, limit: number, prefixMark: number): void {
    const classes = this.classes
    let upperEnd = start
    let lastBothEnd = -1
    while (upperEnd < limit) {
      const unit = text.charCodeAt(upperEnd)
      const bits = unit < SURROGATES ? classes[unit]! : this.classAt(text, upperEnd, limit)
      if (!(bits & UPPER)) break
      upperEnd += unit < SURROGATES ? 1 : this.width
      if (bits & LOWER) lastBothEnd = upperEnd
    }
    let lowerEnd = upperEnd
    while (lowerEnd < limit) {
      const unit = text.charCodeAt(lowerEnd)
      const bits = unit < SURROGATES ? classes[unit]! : this.classAt(text, lowerEnd, limit)
      if (!(bits & LOWER)) break
      lowerEnd += unit < SURROGATES ? 1 : this.width
    }
    let end = lowerEnd
    if (lowerEnd === upperEnd) {
      if (lastBothEnd >= 0) end = lastBothEnd
      else if (prefixMark >= 0) {
        this.classAt(text, prefixMark, limit)
        end = prefixMark + this.width
      }
    }
    this.end = this.contractionEnd(text, end, limit)
    this.reach = Math.max(lowerEnd, this.end) + 3
  }
}
