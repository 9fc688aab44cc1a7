// biome-ignore-all lint/style/noNonNullAssertion: hot loops, whose indices are in bounds by construction.
import { addPieceFeatures, emptyFeatures, type TextFeatures } from './content-class.ts'
import { PieceEncoder } from './piece-encoder.ts'
import type { PieceScanner } from './piece-scanner.ts'
import type { Vocabulary } from './vocabulary.ts'

export type VocabularyId = 'o200k_base' | 'cl100k_base'

/** Tokens of a text in order: token i is `text[ends[i - 1] ?? 0 .. ends[i])`. */
export interface TokenSpans {
  readonly ids: readonly number[]
  /** UTF-16 indices; a character cut up by several tokens belongs to the last of them, the others are empty. */
  readonly ends: readonly number[]
}

/**
 * Exact token counts of plain text for one vocabulary, equal to tiktoken's `encode_ordinary`.
 *
 * Text that looks like a special token (`<|endoftext|>`) counts as ordinary text, as the API treats message content.
 * Never throws and never goes quadratic, whatever the text. One instance holds 10 to 20 MB: share it.
 */
export class Encoder {
  readonly vocabularyId: VocabularyId
  readonly scanner: PieceScanner
  readonly pieces: PieceEncoder
  readonly #vocabulary: Vocabulary

  constructor(vocabularyId: VocabularyId, vocabulary: Vocabulary, scanner: PieceScanner) {
    this.vocabularyId = vocabularyId
    this.scanner = scanner
    this.pieces = new PieceEncoder(vocabulary)
    this.#vocabulary = vocabulary
  }

  /** What a token stands for; a token may be a part of a character. */
  bytesOf(id: number): Uint8Array {
    return this.#vocabulary.bytesOf(id)
  }

  count(text: string): number {
    const { scanner, pieces } = this
    let tokens = 0
    for (let start = 0; start < text.length; start = scanner.end) {
      scanner.next(text, start, text.length)
      tokens += pieces.count(text, start, scanner.end)
    }
    return tokens
  }

  encode(text: string): number[] {
    const { scanner, pieces } = this
    const ids: number[] = []
    for (let start = 0; start < text.length; start = scanner.end) {
      scanner.next(text, start, text.length)
      pieces.encode(text, start, scanner.end, ids)
    }
    return ids
  }

  /** Tokens with their places, for colouring; `ends.at(-1)` is the length of the text. */
  tokenize(text: string): TokenSpans {
    const { scanner, pieces } = this
    const ids: number[] = []
    const ends: number[] = []
    for (let start = 0; start < text.length; start = scanner.end) {
      scanner.next(text, start, text.length)
      const count = pieces.encode(text, start, scanner.end, ids)
      pushUnitEnds(text, start, scanner.end, pieces.merger.ends, count, ends)
    }
    return { ids, ends }
  }

  /** Tokens per content class, which the estimator of other tokenizers works from; one pass, like `count`. */
  features(text: string): TextFeatures {
    const { scanner, pieces } = this
    const features = emptyFeatures()
    for (let start = 0; start < text.length; start = scanner.end) {
      scanner.next(text, start, text.length)
      addPieceFeatures(features, text, start, scanner.end, pieces.count(text, start, scanner.end))
    }
    return features
  }
}

/** Turns byte ends within the piece `text[start..end)` into UTF-16 indices. */
function pushUnitEnds(text: string, start: number, end: number, byteEnds: Int32Array, count: number, ends: number[]) {
  let index = start
  let bytes = 0
  for (let token = 0; token < count; token++) {
    const byteEnd = byteEnds[token]!
    while (index < end) {
      const unit = text.charCodeAt(index)
      const isPair = (unit & 0xfc00) === 0xd800 && index + 1 < end && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00
      const characterBytes = unit < 0x80 ? 1 : unit < 0x800 ? 2 : isPair ? 4 : 3
      if (bytes + characterBytes > byteEnd) break
      bytes += characterBytes
      index += isPair ? 2 : 1
    }
    ends.push(index)
  }
}
