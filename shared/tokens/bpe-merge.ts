// biome-ignore-all lint/style/noNonNullAssertion: hot loops, whose indices are in bounds by construction.
import type { Vocabulary } from './vocabulary.ts'

const NO_RANK = 0x7fffffff
const SHORT_BYTES = 128
const BLOCK_BYTES = 1024
/** Where seams cannot be mended within this, the whole is merged at once: slower, but never quadratic. */
const LARGEST_WINDOW_BYTES = 16 * BLOCK_BYTES
/** Heap keys are `rank * POSITIONS + position`: ranks below 2^18 keep them exact in a double. */
const POSITIONS = 2 ** 32

/**
 * Merges bytes to tokens by rising rank, leftmost first, as every byte-pair encoder of OpenAI does.
 *
 * Up to 128 bytes an array is quickest; above, a heap keeps it O(n log n), where the array would be quadratic
 * (100,000 letters without a blank: 15 ms instead of minutes). Scratch memory is kept between calls.
 */
export class BpeMerger {
  /** Ends of the tokens of the last merge, relative to its start; only the first `merge` result many are valid. */
  ends: Int32Array = new Int32Array(256)
  readonly #vocabulary: Vocabulary
  readonly #partStarts = new Int32Array(SHORT_BYTES + 2)
  readonly #partRanks = new Int32Array(SHORT_BYTES + 2)
  #nextPart = new Int32Array(0)
  #previousPart = new Int32Array(0)
  #pairRanks = new Int32Array(0)
  #heap = new Float64Array(0)
  #heapSize = 0

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary
  }

  /** Merges `buffer[start..end)`, leaves the token ends in `ends` and returns their number. */
  merge(buffer: Uint8Array, start: number, end: number): number {
    const bytes = end - start
    if (bytes <= SHORT_BYTES) return this.#mergeShort(buffer, start, end)
    return bytes <= 2 * BLOCK_BYTES ? this.#mergeLong(buffer, start, end) : this.#mergeBlocks(buffer, start, end)
  }

  /** Whether `buffer[start..seam)` and `[seam..end)`, merged together, stay exactly these two tokens. */
  isSeamSound(buffer: Uint8Array, start: number, seam: number, end: number): boolean {
    return this.merge(buffer, start, end) === 2 && this.ends[0] === seam - start
  }

  /**
   * Block after block, each from two tokens before the last one's end, further back where the seam is not sound.
   *
   * Equal to one merge of the whole by the argument of `spliceGiantPiece`, and half the time: the heap stays in cache.
   */
  #mergeBlocks(buffer: Uint8Array, start: number, end: number): number {
    const joined = new Int32Array(end - start)
    let count = 0
    for (let blockEnd = start + BLOCK_BYTES; ; blockEnd = Math.min(end, blockEnd + BLOCK_BYTES)) {
      for (let back = 2; ; back *= 4) {
        const kept = Math.max(0, count - back)
        const from = kept === 0 ? 0 : joined[kept - 1]!
        if (blockEnd - start - from > LARGEST_WINDOW_BYTES) return this.#mergeLong(buffer, start, end)
        const added = this.#mergeLong(buffer, start + from, blockEnd)
        joined.set(this.ends.subarray(0, added), kept)
        for (let index = kept; index < kept + added; index++) joined[index]! += from
        const before = kept > 1 ? joined[kept - 2]! : 0
        if (kept === 0 || this.isSeamSound(buffer, start + before, start + from, start + joined[kept]!)) {
          count = kept + added
          break
        }
      }
      if (blockEnd === end) break
    }
    this.ends = joined
    return count
  }

  #mergeShort(buffer: Uint8Array, start: number, end: number): number {
    const vocabulary = this.#vocabulary
    const pairs = vocabulary.rankOfPair
    // Part i is buffer[starts[i]..starts[i + 1]); ranks[i] is the rank of part i joined with part i + 1.
    const starts = this.#partStarts
    const ranks = this.#partRanks
    let parts = end - start
    if (parts === 0) return 0
    let best = NO_RANK
    let bestPart = -1
    for (let part = 0; part < parts - 1; part++) {
      starts[part] = start + part
      const rank = pairs[(buffer[start + part]! << 8) | buffer[start + part + 1]!]!
      ranks[part] = rank < 0 ? NO_RANK : rank
      if (rank >= 0 && rank < best) {
        best = rank
        bestPart = part
      }
    }
    starts[parts - 1] = end - 1
    starts[parts] = end
    ranks[parts - 1] = NO_RANK
    while (best !== NO_RANK) {
      for (let part = bestPart + 1; part < parts; part++) {
        starts[part] = starts[part + 1]!
        ranks[part] = ranks[part + 1]!
      }
      parts--
      ranks[bestPart] = NO_RANK
      if (bestPart < parts - 1) {
        const rank = vocabulary.rankOf(buffer, starts[bestPart]!, starts[bestPart + 2]!)
        if (rank >= 0) ranks[bestPart] = rank
      }
      if (bestPart > 0) {
        const rank = vocabulary.rankOf(buffer, starts[bestPart - 1]!, starts[bestPart + 1]!)
        ranks[bestPart - 1] = rank < 0 ? NO_RANK : rank
      }
      best = NO_RANK
      for (let part = 0; part < parts - 1; part++) {
        if (ranks[part]! < best) {
          best = ranks[part]!
          bestPart = part
        }
      }
    }
    this.#reserveEnds(parts)
    for (let part = 0; part < parts; part++) this.ends[part] = starts[part + 1]! - start
    return parts
  }

  /** Parts as a linked list over byte positions, candidate merges in a binary heap; outdated heap entries are skipped. */
  #mergeLong(buffer: Uint8Array, start: number, end: number): number {
    const bytes = end - start
    const vocabulary = this.#vocabulary
    const pairs = vocabulary.rankOfPair
    const longest = vocabulary.longestBytes
    this.#reserveLong(bytes)
    const next = this.#nextPart
    const previous = this.#previousPart
    const ranks = this.#pairRanks
    const heap = this.#heap
    this.#heapSize = 0
    for (let position = 0; position < bytes; position++) {
      next[position] = position + 1
      previous[position] = position - 1
      const rank = position + 1 < bytes ? pairs[(buffer[start + position]! << 8) | buffer[start + position + 1]!]! : -1
      ranks[position] = rank < 0 ? NO_RANK : rank
      if (rank >= 0) heap[this.#heapSize++] = rank * POSITIONS + position
    }
    for (let index = (this.#heapSize >> 1) - 1; index >= 0; index--) this.#siftDown(index, heap[index]!)
    let parts = bytes
    while (this.#heapSize > 0) {
      const top = this.#popHeap()
      const rank = Math.floor(top / POSITIONS)
      const left = top - rank * POSITIONS
      if (ranks[left] !== rank) continue
      const right = next[left]!
      const after = next[right]!
      next[left] = after
      if (after < bytes) previous[after] = left
      ranks[right] = NO_RANK
      ranks[left] = NO_RANK
      parts--
      if (after < bytes && next[after]! - left <= longest) this.#offer(buffer, start, left, next[after]!)
      const before = previous[left]!
      if (before >= 0) {
        ranks[before] = NO_RANK
        if (after - before <= longest) this.#offer(buffer, start, before, after)
      }
    }
    this.#reserveEnds(parts)
    let count = 0
    for (let position = 0; position < bytes; position = next[position]!) this.ends[count++] = next[position]!
    return count
  }

  /** Puts the merge of the parts between `from` and `to` on the heap, if it is a token. */
  #offer(buffer: Uint8Array, start: number, from: number, to: number): void {
    const rank = this.#vocabulary.rankOf(buffer, start + from, start + to)
    if (rank < 0) return
    this.#pairRanks[from] = rank
    const heap = this.#heap
    const key = rank * POSITIONS + from
    let index = this.#heapSize++
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (heap[parent]! <= key) break
      heap[index] = heap[parent]!
      index = parent
    }
    heap[index] = key
  }

  #popHeap(): number {
    const top = this.#heap[0]!
    this.#heapSize--
    if (this.#heapSize > 0) this.#siftDown(0, this.#heap[this.#heapSize]!)
    return top
  }

  #siftDown(from: number, key: number): void {
    const heap = this.#heap
    const size = this.#heapSize
    let index = from
    for (;;) {
      let child = 2 * index + 1
      if (child >= size) break
      if (child + 1 < size && heap[child + 1]! < heap[child]!) child++
      if (heap[child]! >= key) break
      heap[index] = heap[child]!
      index = child
    }
    heap[index] = key
  }

  #reserveLong(bytes: number): void {
    if (this.#nextPart.length >= bytes) return
    const capacity = Math.max(bytes, this.#nextPart.length * 2, 1024)
    this.#nextPart = new Int32Array(capacity)
    this.#previousPart = new Int32Array(capacity)
    this.#pairRanks = new Int32Array(capacity)
    // At most one entry per byte at first, and each of the merges takes one off and puts two on.
    this.#heap = new Float64Array(capacity * 3 + 16)
  }

  #reserveEnds(count: number): void {
    if (this.ends.length < count) this.ends = new Int32Array(count * 2)
  }
}
