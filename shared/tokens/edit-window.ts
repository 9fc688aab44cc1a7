// biome-ignore-all lint/style/noNonNullAssertion: hot loops, whose indices are in bounds by construction.
import type { Chunk, GiantPiece } from './chunk.ts'

export interface WindowEdit {
  /** Index within the window at which the edit starts. */
  readonly at: number
  readonly deleteCount: number
  readonly insertText: string
}

/**
 * The part of the text that an edit makes the counter scan anew: from a chunk start on, growing as the scan asks.
 *
 * `cut` is the next old chunk border at or after the scan position, in the new text, where the scan may stop.
 */
export class EditWindow {
  text: string
  readonly edit: WindowEdit
  /** What the edit took away. */
  readonly removed: string
  cut: number
  /** Index of the old chunk that begins at `cut`; all chunks before it are replaced if the scan stops there. */
  endChunk: number
  readonly #chunks: readonly Chunk[]
  readonly #firstChunk: number
  #loadedChunks: number
  #oldGiants: GiantPiece[] | null = null

  constructor(chunks: readonly Chunk[], firstChunk: number, edit: WindowEdit) {
    this.#chunks = chunks
    this.#firstChunk = firstChunk
    this.edit = edit
    let old = ''
    let index = firstChunk
    const editEnd = edit.at + edit.deleteCount
    while (index < chunks.length && (index === firstChunk || old.length < editEnd)) old += chunks[index++]!.text
    this.removed = old.slice(edit.at, editEnd)
    this.text = old.slice(0, edit.at) + edit.insertText + old.slice(editEnd)
    this.cut = this.text.length
    this.endChunk = index
    this.#loadedChunks = index
  }

  get isCutAtEnd(): boolean {
    return this.endChunk === this.#chunks.length
  }

  /** Goes on to the next old cut. */
  passCut(): void {
    const chunk = this.#chunks[this.endChunk]
    if (!chunk) throw new Error('There is no cut after the end of the text.')
    this.cut += chunk.text.length
    this.endChunk++
  }

  /** Goes on to the first old cut that is not before `position`. */
  passCuts(position: number): void {
    while (this.cut < position) this.passCut()
  }

  /** Takes more text in, at least `units` and at least a quarter of what there is; false when there is no more. */
  extend(units: number): boolean {
    const chunks = this.#chunks
    if (this.#loadedChunks === chunks.length) return false
    const goal = this.text.length + Math.max(units, this.text.length >> 2)
    let more = ''
    while (this.#loadedChunks < chunks.length && this.text.length + more.length < goal) {
      more += chunks[this.#loadedChunks++]!.text
    }
    this.text += more
    this.#oldGiants = null
    return true
  }

  /** The giant pieces of the chunks taken in so far, in the coordinates of the old window. */
  oldGiants(): readonly GiantPiece[] {
    if (this.#oldGiants) return this.#oldGiants
    const giants: GiantPiece[] = []
    let start = 0
    for (let index = this.#firstChunk; index < this.#loadedChunks; index++) {
      const chunk = this.#chunks[index]!
      for (const giant of chunk.giants) giants.push({ ...giant, start: start + giant.start })
      start += chunk.text.length
    }
    this.#oldGiants = giants
    return giants
  }
}
