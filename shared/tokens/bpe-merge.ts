// biome-ignore-all lint/style/noNonNullAssertion: hot loops, whose indices are in bounds by construction.
import { hashByte, hashFactors, type Vocabulary } from './vocabulary.ts'

const NO_RANK = 0x7fffffff
/** A block of a long piece: sweeps cost its square, each border some tens of steps. */
const BLOCK_BYTES = 32
/** What is merged in one go without blocks. */
const SHORT_BYTES = 3 * BLOCK_BYTES
/** Up to here sweeps are quicker than a heap, whatever the text. */
const SWEPT_BYTES = 512
/** Where seams cannot be mended within this, the whole is merged at once: slower, but never quadratic. */
const LARGEST_WINDOW_BYTES = 16_384
/** Heap keys are `rank * POSITIONS + position`: ranks below 2^18 keep them exact in a double. */
const POSITIONS = 2 ** 32

/**
 * Merges bytes to tokens by rising rank, leftmost first, as every byte-pair encoder of OpenAI does.
 *
 * Short pieces by sweeps over an array, long ones in short blocks, so that time grows with length alone: 100,000
 * letters without a blank take 10 ms instead of minutes. Scratch memory is kept between calls.
 */
export class BpeMerger {
  /** Ends of the tokens of the last merge, relative to its start; only the first `merge` result many are valid. */
  ends: Int32Array = new Int32Array(256)
  readonly #vocabulary: Vocabulary
  readonly #partStarts = new Int32Array(SWEPT_BYTES + 1)
  readonly #partRanks = new Int32Array(SWEPT_BYTES + 1)
  /** Hash of the first n bytes of what is being swept. */
  readonly #hashes = new Int32Array(SWEPT_BYTES + 1)
  readonly #hashFactors = hashFactors(SWEPT_BYTES + 1)
  #joined: Int32Array = new Int32Array(0)
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
    return end - start <= SHORT_BYTES ? this.#mergeSwept(buffer, start, end) : this.#mergeBlocks(buffer, start, end)
  }

  /** Whether `buffer[start..seam)` and `[seam..end)`, merged together, stay exactly these two tokens. */
  isSeamSound(buffer: Uint8Array, start: number, seam: number, end: number): boolean {
    return this.#mergeWindow(buffer, start, end) === 2 && this.ends[0] === seam - start
  }

  /**
   * Block after block, each from two tokens before the last one's end, further back where the seam is not sound.
   *
   * Equal to one merge of the whole by the argument of `spliceGiantPiece`, and a third of the time.
   */
  #mergeBlocks(buffer: Uint8Array, start: number, end: number): number {
    if (this.#joined.length < end - start) this.#joined = new Int32Array(Math.max(1024, 2 * (end - start)))
    const joined = this.#joined
    let count = 0
    for (let done = 0; done < end - start; ) {
      // In a run of one character tokens are long: blocks at least as long as what is done again keep it linear.
      const again = done - (count > 2 ? joined[count - 3]! : 0)
      const blockEnd = Math.min(end, start + done + Math.max(BLOCK_BYTES, again))
      for (let back = 2; ; back *= 4) {
        const kept = Math.max(0, count - back)
        const from = kept === 0 ? 0 : joined[kept - 1]!
        if (blockEnd - start - from > LARGEST_WINDOW_BYTES) return this.#mergeLong(buffer, start, end)
        const added = this.#mergeWindow(buffer, start + from, blockEnd)
        // The first token as it was before stands beside the same neighbour as before: nothing to look at.
        const isSame = kept < count && joined[kept] === from + this.ends[0]!
        for (let index = 0; index < added; index++) joined[kept + index] = from + this.ends[index]!
        const before = kept > 1 ? joined[kept - 2]! : 0
        if (kept === 0 || isSame || this.isSeamSound(buffer, start + before, start + from, start + joined[kept]!)) {
          count = kept + added
          break
        }
      }
      done = blockEnd - start
    }
    // The scratch becomes the result, and what was the result the next scratch.
    this.#joined = this.ends
    this.ends = joined
    return count
  }

  #mergeWindow(buffer: Uint8Array, start: number, end: number): number {
    return end - start <= SWEPT_BYTES ? this.#mergeSwept(buffer, start, end) : this.#mergeLong(buffer, start, end)
  }

  /**
   * Each sweep does all merges of the lowest rank from left to right, and ends early where one makes a lower rank
   * possible: the order of merges is that of the definition.
   */
  #mergeSwept(buffer: Uint8Array, start: number, end: number): number {
    const pairs = this.#vocabulary.rankOfPair
    // Part i begins at byte starts[i] of what is merged; ranks[i] is the rank of part i joined with part i + 1.
    const starts = this.#partStarts
    const ranks = this.#partRanks
    const hashes = this.#hashes
    const bytes = end - start
    if (bytes === 0) return 0
    let parts = bytes
    let lowest = NO_RANK
    let hash = 0
    for (let part = 0; part < bytes; part++) {
      starts[part] = part
      hash = hashByte(hash, buffer[start + part]!)
      hashes[part + 1] = hash
      const rank = part + 1 < bytes ? pairs[(buffer[start + part]! << 8) | buffer[start + part + 1]!]! : -1
      ranks[part] = rank < 0 ? NO_RANK : rank
      if (rank >= 0 && rank < lowest) lowest = rank
    }
    starts[bytes] = bytes
    while (lowest !== NO_RANK) {
      let merged = lowest
      lowest = NO_RANK
      let written = 0
      let previous = NO_RANK
      for (let part = 0; part < parts; part++) {
        const from = starts[part]!
        let rank = ranks[part]!
        if (rank === merged) {
          part++
          rank = part + 1 < parts ? this.#rankOf(buffer, start, from, starts[part + 2]!) : NO_RANK
          if (written > 0) {
            previous = this.#rankOf(buffer, start, starts[written - 1]!, starts[part + 1]!)
            ranks[written - 1] = previous
          }
          if (rank < merged || previous < merged) merged = -1
        }
        starts[written] = from
        ranks[written] = rank
        written++
        if (previous < lowest) lowest = previous
        previous = rank
      }
      starts[written] = bytes
      parts = written
    }
    this.#reserveEnds(parts)
    for (let part = 0; part < parts; part++) this.ends[part] = starts[part + 1]!
    return parts
  }

  /** Rank of bytes of what is being swept. */
  #rankOf(buffer: Uint8Array, start: number, from: number, to: number): number {
    const hash = (this.#hashes[to]! - Math.imul(this.#hashes[from]!, this.#hashFactors[to - from]!)) | 0
    if (!this.#vocabulary.mayHave(hash)) return NO_RANK
    const rank = this.#vocabulary.rankOfHashed(buffer, start + from, start + to, hash)
    return rank < 0 ? NO_RANK : rank
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
