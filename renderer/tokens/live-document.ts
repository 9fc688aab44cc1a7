import type { TextChange } from '../../shared/domain/text-change.ts'
import type { Encoder, VocabularyId } from '../../shared/tokens/encoder.ts'
import { type EncodingId, vocabularyOf } from '../../shared/tokens/encodings.ts'
import { IncrementalCounter } from '../../shared/tokens/incremental-counter.ts'
import type { TokenCounts } from './token-protocol.ts'

/** The text of one editor inside the worker, with an incremental counter per watched vocabulary. */
export class LiveDocument {
  /** Number of the last complete edit, or null while a long text is still arriving. */
  sequence: number | null = null
  /** Its place on the board of counts. */
  readonly slot: number | null
  /** Only while no vocabulary is loaded; afterwards the counters hold the text. */
  #text = ''
  readonly #counters = new Map<VocabularyId, IncrementalCounter>()

  constructor(slot: number | null) {
    this.slot = slot
  }

  apply(changes: readonly TextChange[]): void {
    for (const { at, deleteCount, insertText } of changes) {
      if (this.#counters.size === 0) {
        this.#text = this.#text.slice(0, at) + insertText + this.#text.slice(at + deleteCount)
      }
      for (const counter of this.#counters.values()) counter.edit(at, deleteCount, insertText)
    }
  }

  /** The counter of the encoder's vocabulary, made from the present text if there is none yet. */
  counterOf(encoder: Encoder): IncrementalCounter {
    let counter = this.#counters.get(encoder.vocabularyId)
    if (!counter) {
      counter = new IncrementalCounter(encoder)
      counter.setText(this.text)
      this.#counters.set(encoder.vocabularyId, counter)
      this.#text = ''
    }
    return counter
  }

  /** Drops the counters of vocabularies that nobody watches any more. */
  keepOnly(encodings: readonly EncodingId[]): void {
    const kept = new Set(encodings.map(vocabularyOf))
    const text = this.text
    for (const id of this.#counters.keys()) if (!kept.has(id)) this.#counters.delete(id)
    if (this.#counters.size === 0) this.#text = text
  }

  countsOf(encodings: readonly EncodingId[]): TokenCounts {
    const counts: Partial<Record<EncodingId, number>> = {}
    for (const encoding of encodings) {
      const counter = this.#counters.get(vocabularyOf(encoding))
      if (counter) counts[encoding] = counter.total
    }
    return counts
  }

  get features(): Float64Array | null {
    return this.#counters.get('o200k_base')?.features ?? null
  }

  get text(): string {
    for (const counter of this.#counters.values()) return counter.text
    return this.#text
  }
}
