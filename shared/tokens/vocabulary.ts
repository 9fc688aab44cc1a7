// biome-ignore-all lint/style/noNonNullAssertion: hot loops, whose indices are in bounds by construction.
/** The rank data of js-tiktoken: lines of `label firstRank token token …`, tokens in base64. */
export interface RankData {
  readonly bpe_ranks: string
}

const HASH_START = -2128831035
const HASH_PRIME = 16777619

/**
 * Byte-pair vocabulary in typed arrays: byte strings to ranks, without a JavaScript string per token.
 *
 * The hash (FNV-1a, 32 bits) only finds the slot; every hit is compared byte by byte, so a collision cannot miscount.
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
  readonly #slots: Int32Array
  readonly #slotHashes: Int32Array
  readonly #mask: number

  constructor(ranks: RankData) {
    const { starts, bytes } = decodeRanks(ranks.bpe_ranks)
    const size = starts.length - 1
    let capacity = 1
    while (capacity < size * 2.5) capacity *= 2
    const mask = capacity - 1
    const slots = new Int32Array(capacity).fill(-1)
    const slotHashes = new Int32Array(capacity)
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
      let slot = (hash ^ (hash >>> 15)) & mask
      while (slots[slot]! >= 0) slot = (slot + 1) & mask
      slots[slot] = rank
      slotHashes[slot] = hash
    }
    this.longestBytes = longest
    this.#starts = starts
    this.#bytes = bytes
    this.#slots = slots
    this.#slotHashes = slotHashes
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

  /** As `rankOf`, with the FNV-1a hash of these bytes already known. */
  rankOfHashed(buffer: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots
    const hashes = this.#slotHashes
    const starts = this.#starts
    const bytes = this.#bytes
    const mask = this.#mask
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const rank = slots[slot]!
      if (rank < 0) return -1
      if (hashes[slot] !== hash) continue
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

/** One step of the FNV-1a hash that `rankOfHashed` expects; start from `hashStart()`. */
export function hashByte(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, HASH_PRIME)
}

export function hashStart(): number {
  return HASH_START
}

function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = HASH_START
  for (let index = start; index < end; index++) hash = Math.imul(hash ^ bytes[index]!, HASH_PRIME)
  return hash
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
