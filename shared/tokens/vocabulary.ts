// biome-ignore-all lint/style/noNonNullAssertion: hot loops, whose indices are in bounds by construction.
/** The rank data of js-tiktoken: lines of `label firstRank token token …`, tokens in base64. */
export interface RankData {
  readonly bpe_ranks: string
}

/** Odd, with its bits well mixed. */
const HASH_FACTOR = -1640531535
/** Bits of the filter: ten for each token of the larger vocabulary. */
const FILTER_BITS = 21
const FILTER_MASK = (1 << FILTER_BITS) - 1

/**
 * Byte-pair vocabulary in typed arrays: byte strings to ranks, without a JavaScript string per token.
 *
 * The hash (a polynomial modulo 2^32) only finds the slot; every hit is compared byte by byte, so a collision cannot
 * miscount. It is of the kind that gives the hash of any part of a text from the hashes of its beginnings.
 */
export class Vocabulary {
  /** Bytes of the longest token. */
  readonly longestBytes: number
  /** Rank of the two-byte token `first << 8 | second`, or -1. */
  readonly rankOfPair: Int32Array
  /** Rank of the token of one byte, or -1. */
  readonly rankOfByte: Int32Array
  readonly #starts: Uint32Array
  readonly #bytes: Uint8Array
  /** Hash and rank of each slot in turn: they are looked at together, and lie in one line of the cache. */
  readonly #slots: Int32Array
  readonly #mask: number
  /** A bit for each hash that some token has: 256 kB, which stay in the processor's cache where the slots do not. */
  readonly #filter = new Uint8Array(1 << (FILTER_BITS - 3))

  constructor(ranks: RankData) {
    const { starts, bytes } = decodeRanks(ranks.bpe_ranks)
    const size = starts.length - 1
    let capacity = 1
    while (capacity < size * 2.5) capacity *= 2
    const mask = capacity - 1
    const slots = new Int32Array(2 * capacity).fill(-1)
    this.rankOfPair = new Int32Array(65536).fill(-1)
    this.rankOfByte = new Int32Array(256).fill(-1)
    let longest = 0
    for (let rank = 0; rank < size; rank++) {
      const start = starts[rank]!
      const end = starts[rank + 1]!
      if (end === start) continue
      if (end - start > longest) longest = end - start
      if (end - start === 1) this.rankOfByte[bytes[start]!] = rank
      if (end - start === 2) this.rankOfPair[(bytes[start]! << 8) | bytes[start + 1]!] = rank
      const hash = hashBytes(bytes, start, end)
      let slot = slotOf(hash) & mask
      while (slots[2 * slot + 1]! >= 0) slot = (slot + 1) & mask
      slots[2 * slot] = hash
      slots[2 * slot + 1] = rank
      const bit = slotOf(hash) & FILTER_MASK
      this.#filter[bit >> 3]! |= 1 << (bit & 7)
    }
    this.longestBytes = longest
    this.#starts = starts
    this.#bytes = bytes
    this.#slots = slots
    this.#mask = mask
  }

  /** The bytes of a token; empty for a rank that is none. */
  bytesOf(rank: number): Uint8Array {
    return this.#bytes.slice(this.#starts[rank] ?? 0, this.#starts[rank + 1] ?? 0)
  }

  /** Rank of the token with the bytes `buffer[start..end)`, or -1. */
  rankOf(buffer: Uint8Array, start: number, end: number): number {
    return this.rankOfHashed(buffer, start, end, hashBytes(buffer, start, end))
  }

  /** False where no token has this hash; true is right nine times out of ten. */
  mayHave(hash: number): boolean {
    const bit = slotOf(hash) & FILTER_MASK
    return (this.#filter[bit >> 3]! & (1 << (bit & 7))) !== 0
  }

  /** As `rankOf`, with the hash of these bytes already known. */
  rankOfHashed(buffer: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots
    const starts = this.#starts
    const bytes = this.#bytes
    const mask = this.#mask
    for (let slot = slotOf(hash) & mask; ; slot = (slot + 1) & mask) {
      const rank = slots[2 * slot + 1]!
      if (rank < 0) return -1
      if (slots[2 * slot] !== hash) continue
      let other = starts[rank]!
      if (starts[rank + 1]! - other !== end - start) continue
      let index = start
      while (index < end && buffer[index] === bytes[other]) {
        index++
        other++
      }
      if (index === end) return rank
    }
  }
}

/** Hash of some bytes and one more, from the hash of those bytes; no bytes have 0. */
export function hashByte(hash: number, byte: number): number {
  return (Math.imul(hash, HASH_FACTOR) + byte) | 0
}

/** `factors[n]`, by which the hash of a beginning is taken out of the hash of n bytes more. */
export function hashFactors(count: number): Int32Array {
  const factors = new Int32Array(count).fill(1)
  for (let index = 1; index < count; index++) factors[index] = Math.imul(factors[index - 1]!, HASH_FACTOR)
  return factors
}

function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0
  for (let index = start; index < end; index++) hash = (Math.imul(hash, HASH_FACTOR) + bytes[index]!) | 0
  return hash
}

/** The low bits of a polynomial know only the low bits of the bytes: the high ones are mixed in. */
function slotOf(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), HASH_FACTOR) >>> 10
}

/** All tokens' bytes end to end, with `starts[rank]` to `starts[rank + 1]` for each; unused ranks are empty. */
function decodeRanks(source: string): { readonly starts: Uint32Array; readonly bytes: Uint8Array } {
  const sextets = base64Sextets()
  const bytes = new Uint8Array(Math.ceil(source.length * 0.75) + 4)
  let starts: Uint32Array = new Uint32Array(1 << 18)
  let written = 0
  let nextRank = 0
  let lineStart = 0
  while (lineStart < source.length) {
    let lineEnd = source.indexOf('\n', lineStart)
    if (lineEnd < 0) lineEnd = source.length
    const rankStart = source.indexOf(' ', lineStart) + 1
    let position = source.indexOf(' ', rankStart) + 1
    const firstRank = Number.parseInt(source.slice(rankStart, position - 1), 10)
    if (firstRank < nextRank) throw new RangeError('The token ranks are not in rising order.')
    while (nextRank < firstRank) starts = put(starts, nextRank++, written)
    while (position < lineEnd) {
      starts = put(starts, nextRank++, written)
      let unit = source.charCodeAt(position)
      // Four sextets to three bytes; '=' counts as zero bits and its bytes are taken back below.
      while (position < lineEnd && unit !== 32) {
        const word =
          (sextets[unit]! << 18) |
          (sextets[source.charCodeAt(position + 1)]! << 12) |
          (sextets[source.charCodeAt(position + 2)]! << 6) |
          sextets[source.charCodeAt(position + 3)]!
        bytes[written] = word >> 16
        bytes[written + 1] = word >> 8
        bytes[written + 2] = word
        written += 3
        position += 4
        unit = source.charCodeAt(position)
      }
      if (source.charCodeAt(position - 1) === 61) written--
      if (source.charCodeAt(position - 2) === 61) written--
      position++
    }
    lineStart = lineEnd + 1
  }
  starts = put(starts, nextRank, written)
  return { starts: starts.slice(0, nextRank + 1), bytes: bytes.slice(0, written) }
}

function put(starts: Uint32Array, index: number, value: number): Uint32Array {
  let target: Uint32Array = starts
  if (index >= target.length) {
    target = new Uint32Array(target.length * 2)
    target.set(starts)
  }
  target[index] = value
  return target
}

function base64Sextets(): Uint8Array {
  const sextets = new Uint8Array(128)
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  for (let value = 0; value < 64; value++) sextets[alphabet.charCodeAt(value)] = value
  return sextets
}
