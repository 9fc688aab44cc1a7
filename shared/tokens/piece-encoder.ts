// biome-ignore-all lint/style/noNonNullAssertion: hot loops, whose indices are in bounds by construction.
import { BpeMerger } from './bpe-merge.ts'
import { hashByte, type Vocabulary } from './vocabulary.ts'

const CACHE_BITS = 14
const CACHE_MASK = (1 << CACHE_BITS) - 1
const CACHED_BYTES = 32

/** Tokens of single pieces of the split; keeps the UTF-8 of the last piece and a small cache of counts. */
export class PieceEncoder {
  readonly merger: BpeMerger
  /** UTF-8 of the last loaded piece. */
  buffer: Uint8Array = new Uint8Array(4096)
  /** Bytes of the last loaded piece. */
  bufferBytes = 0
  readonly #vocabulary: Vocabulary
  readonly #cacheKeys = new Uint8Array(CACHED_BYTES << CACHE_BITS)
  readonly #cacheBytes = new Uint8Array(1 << CACHE_BITS)
  readonly #cacheCounts = new Uint8Array(1 << CACHE_BITS)

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary
    this.merger = new BpeMerger(vocabulary)
  }

  /** Tokens of the piece `text[start..end)`. */
  count(text: string, start: number, end: number): number {
    const hash = this.load(text, start, end)
    const bytes = this.bufferBytes
    if (bytes <= this.#vocabulary.longestBytes) {
      if (this.#vocabulary.rankOfHashed(this.buffer, 0, bytes, hash) >= 0) return 1
      if (bytes <= CACHED_BYTES) return this.#countCached(hash)
    }
    return this.merger.merge(this.buffer, 0, bytes)
  }

  /** Appends the piece's token ids; afterwards `merger.ends` holds their byte ends. Returns their number. */
  encode(text: string, start: number, end: number, ids: number[]): number {
    const hash = this.load(text, start, end)
    const bytes = this.bufferBytes
    const whole =
      bytes <= this.#vocabulary.longestBytes ? this.#vocabulary.rankOfHashed(this.buffer, 0, bytes, hash) : -1
    if (whole >= 0) {
      this.merger.ends[0] = bytes
      ids.push(whole)
      return 1
    }
    const count = this.merger.merge(this.buffer, 0, bytes)
    let from = 0
    for (let index = 0; index < count; index++) {
      const to = this.merger.ends[index]!
      ids.push(this.#vocabulary.rankOf(this.buffer, from, to))
      from = to
    }
    return count
  }

  /** Writes the UTF-8 of `text[start..end)` to `buffer`, a lone surrogate as U+FFFD; returns its hash. */
  load(text: string, start: number, end: number): number {
    // Longer than any token: nobody will look it up, and without the hash a giant piece loads in half the time.
    if (end - start > this.#vocabulary.longestBytes) return this.#loadUnhashed(text, start, end)
    if ((end - start) * 3 > this.buffer.length) {
      this.buffer = new Uint8Array(Math.max((end - start) * 3, this.buffer.length * 2))
    }
    const buffer = this.buffer
    let written = 0
    let hash = 0
    for (let index = start; index < end; index++) {
      const unit = text.charCodeAt(index)
      if (unit < 0x80) {
        buffer[written++] = unit
        hash = hashByte(hash, unit)
        continue
      }
      const from = written
      if (unit < 0x800) {
        buffer[written++] = 0xc0 | (unit >> 6)
      } else if ((unit & 0xfc00) === 0xd800 && index + 1 < end && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) {
        const codePoint = 0x10000 + ((unit & 0x3ff) << 10) + (text.charCodeAt(++index) & 0x3ff)
        buffer[written++] = 0xf0 | (codePoint >> 18)
        buffer[written++] = 0x80 | ((codePoint >> 12) & 63)
        buffer[written++] = 0x80 | ((codePoint >> 6) & 63)
        buffer[written++] = 0x80 | (codePoint & 63)
        for (let at = from; at < written; at++) hash = hashByte(hash, buffer[at]!)
        continue
      } else {
        const codePoint = (unit & 0xf800) === 0xd800 ? 0xfffd : unit
        buffer[written++] = 0xe0 | (codePoint >> 12)
        buffer[written++] = 0x80 | ((codePoint >> 6) & 63)
        buffer[written++] = 0x80 | (codePoint & 63)
        for (let at = from; at < written; at++) hash = hashByte(hash, buffer[at]!)
        continue
      }
      buffer[written++] = 0x80 | (unit & 63)
      hash = hashByte(hashByte(hash, buffer[from]!), buffer[from + 1]!)
    }
    this.bufferBytes = written
    return hash
  }

  #loadUnhashed(text: string, start: number, end: number): number {
    if ((end - start) * 3 > this.buffer.length) this.buffer = new Uint8Array((end - start) * 4)
    const buffer = this.buffer
    let written = 0
    for (let index = start; index < end; index++) {
      let unit = text.charCodeAt(index)
      if (unit < 0x80) {
        buffer[written++] = unit
      } else if (unit < 0x800) {
        buffer[written++] = 0xc0 | (unit >> 6)
        buffer[written++] = 0x80 | (unit & 63)
      } else if ((unit & 0xfc00) === 0xd800 && index + 1 < end && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) {
        unit = 0x10000 + ((unit & 0x3ff) << 10) + (text.charCodeAt(++index) & 0x3ff)
        buffer[written++] = 0xf0 | (unit >> 18)
        buffer[written++] = 0x80 | ((unit >> 12) & 63)
        buffer[written++] = 0x80 | ((unit >> 6) & 63)
        buffer[written++] = 0x80 | (unit & 63)
      } else {
        if ((unit & 0xf800) === 0xd800) unit = 0xfffd
        buffer[written++] = 0xe0 | (unit >> 12)
        buffer[written++] = 0x80 | ((unit >> 6) & 63)
        buffer[written++] = 0x80 | (unit & 63)
      }
    }
    this.bufferBytes = written
    return 0
  }

  /** Count of the loaded piece of up to 32 bytes, through a direct-mapped cache that compares the whole key. */
  #countCached(hash: number): number {
    const { buffer, bufferBytes } = this
    const keys = this.#cacheKeys
    const slot = (hash ^ (hash >>> 17)) & CACHE_MASK
    const from = slot * CACHED_BYTES
    if (this.#cacheBytes[slot] === bufferBytes) {
      let index = 0
      while (index < bufferBytes && keys[from + index] === buffer[index]) index++
      if (index === bufferBytes) return this.#cacheCounts[slot]!
    }
    const count = this.merger.merge(buffer, 0, bufferBytes)
    for (let index = 0; index < bufferBytes; index++) keys[from + index] = buffer[index]!
    this.#cacheBytes[slot] = bufferBytes
    this.#cacheCounts[slot] = count
    return count
  }
}
