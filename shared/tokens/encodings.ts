import { Cl100kScanner } from './cl100k-scanner.ts'
import { Encoder, type VocabularyId } from './encoder.ts'
import { O200kScanner } from './o200k-scanner.ts'
import { type RankData, Vocabulary } from './vocabulary.ts'

export const ENCODING_IDS = ['o200k_base', 'o200k_harmony', 'cl100k_base'] as const

export type EncodingId = (typeof ENCODING_IDS)[number]

/** The vocabulary an encoding counts text with; o200k_harmony only adds special tokens to o200k_base. */
export function vocabularyOf(encoding: EncodingId): VocabularyId {
  return encoding === 'cl100k_base' ? 'cl100k_base' : 'o200k_base'
}

/**
 * Loads the vocabulary (1 to 2 MB of code) and builds its tables, about 50 ms.
 *
 * Every call builds anew: keep one `EncoderStore` per thread instead of calling this twice.
 */
export async function loadEncoder(encoding: EncodingId): Promise<Encoder> {
  const vocabularyId = vocabularyOf(encoding)
  const ranks = await loadRanks(vocabularyId)
  const scanner = vocabularyId === 'o200k_base' ? new O200kScanner() : new Cl100kScanner()
  return new Encoder(vocabularyId, new Vocabulary(ranks), scanner)
}

/** The encoders of one thread, each loaded at most once. */
export class EncoderStore {
  readonly #loading = new Map<VocabularyId, Promise<Encoder>>()
  readonly #loaded = new Map<VocabularyId, Encoder>()

  /** Resolves to the encoder; a failed load is forgotten, so that the next call tries again. */
  load(encoding: EncodingId): Promise<Encoder> {
    const id = vocabularyOf(encoding)
    let loading = this.#loading.get(id)
    if (!loading) {
      loading = loadEncoder(encoding)
      this.#loading.set(id, loading)
      loading.then(
        (encoder) => this.#loaded.set(id, encoder),
        () => this.#loading.delete(id),
      )
    }
    return loading
  }

  /** The encoder if it is loaded already, else null. */
  loaded(encoding: EncodingId): Encoder | null {
    return this.#loaded.get(vocabularyOf(encoding)) ?? null
  }
}

async function loadRanks(id: VocabularyId): Promise<RankData> {
  switch (id) {
    case 'o200k_base':
      return (await import('js-tiktoken/ranks/o200k_base')).default
    case 'cl100k_base':
      return (await import('js-tiktoken/ranks/cl100k_base')).default
    default:
      return id satisfies never
  }
}
