import type { RankData } from '../../../shared/tokens/vocabulary.ts'

/**
 * Byte-pair merging as the definition has it (lowest rank first, leftmost among equals), with nothing of our own code in
 * it: an oracle for runs of 100,000 characters, for which the WASM build needs minutes.
 */
export class ReferenceMerge {
  readonly #ranks = new Map<string, number>()

  constructor({ bpe_ranks }: RankData) {
    for (const line of bpe_ranks.split('\n')) {
      const [, first, ...tokens] = line.split(' ')
      tokens.forEach((token, index) => {
        this.#ranks.set(Buffer.from(token, 'base64').toString('latin1'), Number(first) + index)
      })
    }
  }

  /** Token ids of one piece of text. */
  encode(piece: string): number[] {
    const bytes = Buffer.from(piece, 'utf8').toString('latin1')
    const length = bytes.length
    const next = Array.from({ length: length + 1 }, (_, index) => index + 1)
    const previous = Array.from({ length: length + 1 }, (_, index) => index - 1)
    const version = new Uint32Array(length + 1)
    // One list per rank, of the left ends in the order of their discovery; sorted before it is used.
    const waiting = new Map<number, { at: number; version: number }[]>()
    const ranks = new MinimumQueue()
    const offer = (at: number) => {
      const middle = next[at] ?? length
      if (middle >= length) return
      const rank = this.#ranks.get(bytes.slice(at, next[middle]))
      if (rank === undefined) return
      const list = waiting.get(rank)
      if (list) list.push({ at, version: version[at] ?? 0 })
      else {
        waiting.set(rank, [{ at, version: version[at] ?? 0 }])
        ranks.add(rank)
      }
    }
    for (let at = 0; at < length; at++) offer(at)
    for (let rank = ranks.take(); rank !== null; rank = ranks.take()) {
      const places = (waiting.get(rank) ?? []).toSorted((a, b) => a.at - b.at)
      waiting.delete(rank)
      for (const place of places) {
        const { at } = place
        if (version[at] !== place.version) continue
        const middle = next[at] ?? length
        const after = next[middle] ?? length
        if (this.#ranks.get(bytes.slice(at, after)) !== rank) continue
        next[at] = after
        previous[after] = at
        version[middle] = 0xffffffff
        version[at] = (version[at] ?? 0) + 1
        offer(at)
        const before = previous[at] ?? -1
        if (before >= 0) {
          version[before] = (version[before] ?? 0) + 1
          offer(before)
        }
      }
    }
    const ids: number[] = []
    for (let at = 0; at < length; at = next[at] ?? length) {
      ids.push(this.#ranks.get(bytes.slice(at, next[at])) ?? Number.NaN)
    }
    return ids
  }
}

/** Different numbers, smallest first. */
class MinimumQueue {
  readonly #heap: number[] = []

  add(value: number): void {
    const heap = this.#heap
    let index = heap.push(value) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if ((heap[parent] ?? 0) <= value) break
      heap[index] = heap[parent] ?? 0
      index = parent
    }
    heap[index] = value
  }

  take(): number | null {
    const heap = this.#heap
    const top = heap[0]
    const last = heap.pop()
    if (top === undefined || last === undefined) return null
    if (heap.length === 0) return top
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && (heap[child + 1] ?? 0) < (heap[child] ?? 0)) child++
      if ((heap[child] ?? 0) >= last) break
      heap[index] = heap[child] ?? 0
      index = child
    }
    heap[index] = last
    return top
  }
}
