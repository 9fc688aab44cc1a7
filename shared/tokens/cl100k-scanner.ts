// biome-ignore-all lint/style/noNonNullAssertion: hot loops, whose indices are in bounds by construction.
import { PieceScanner } from './piece-scanner.ts'
import { LETTER, NUMBER } from './unicode-classes.ts'

const LINE_FEED = 10
const CARRIAGE_RETURN = 13

/**
 * Scanner of the cl100k_base pattern.
 *
 * `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|…`. The newer
 * spelling with possessive quantifiers (`\s++$|…`) gives the same ids, so there is one scanner for both.
 */
export class Cl100kScanner extends PieceScanner {
  next(text: string, start: number, limit: number): void {
    const classes = this.classes
    const unit = text.charCodeAt(start)
    const bits = unit < 128 ? classes[unit]! : this.classAt(text, start, limit)
    const width = unit < 128 ? 1 : this.width
    if (bits & NUMBER) {
      this.scanNumber(text, start, limit, width)
      return
    }
    const contraction = this.contractionEnd(text, start, limit)
    if (contraction > start) {
      this.end = contraction
      this.reach = contraction + 3
      return
    }
    const second = start + width
    if (bits & LETTER) this.#scanLetters(text, start, limit)
    else if (unit !== CARRIAGE_RETURN && unit !== LINE_FEED && this.#isLetter(text, second, limit)) {
      this.#scanLetters(text, second, limit)
    } else this.scanRest(text, start, limit, false)
  }

  #isLetter(text: string, index: number, limit: number): boolean {
    return index < limit && (this.classAt(text, index, limit) & LETTER) !== 0
  }

  #scanLetters(text: string, start: number, limit: number): void {
    const classes = this.classes
    let index = start
    while (index < limit) {
      const unit = text.charCodeAt(index)
      if (unit < 128) {
        if (!(classes[unit]! & LETTER)) break
        index++
        continue
      }
      if (!(this.classAt(text, index, limit) & LETTER)) break
      index += this.width
    }
    this.end = index
    this.reach = index + 3
  }
}
