import type { Emitter } from 'liquidjs'
import { AppError } from '../contract/errors.ts'

/** A stretch of a filled-in text and where in the template it comes from. */
export interface TracedPiece {
  /** UTF-16 offsets into the filled-in text. */
  readonly start: number
  readonly end: number
  /** Offset in the template of the text, or of the output or tag that wrote it. */
  readonly sourceStart: number
  /** Text of the template, unit by unit; false for what an output or a tag wrote. */
  readonly isVerbatim: boolean
  /** The partial that wrote it; absent for what stands in the template itself. */
  readonly partial?: string
}

/** Far above any model's context, and below what would make a window run out of memory. */
const MAX_CHARACTERS = 20_000_000

/** Gathers what a template writes, and where each stretch comes from. */
export class TextEmitter implements Emitter {
  buffer = ''
  readonly pieces: TracedPiece[] = []
  #sourceStart = 0
  #isVerbatim = true

  /** What is written from here on comes from this place of the template. */
  enter(sourceStart: number, isVerbatim: boolean): void {
    this.#sourceStart = sourceStart
    this.#isVerbatim = isVerbatim
  }

  /** @throws AppError `bad-input` when the text grows beyond 20 million characters */
  write(value: unknown): void {
    const text = String(value)
    if (text === '') return
    const start = this.buffer.length
    if (start + text.length > MAX_CHARACTERS) {
      throw new AppError(
        'bad-input',
        'The filled-in prompt is longer than 20 million characters. Look for a loop in it.',
      )
    }
    this.buffer += text
    this.pieces.push({
      start,
      end: start + text.length,
      sourceStart: this.#sourceStart,
      isVerbatim: this.#isVerbatim,
    })
  }
}
