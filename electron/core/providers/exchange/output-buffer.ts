import type { ProviderContext } from '../provider.ts'
import { CallFault } from './call-fault.ts'

/** Who hears the answer while it arrives. */
export type TextListener = Pick<ProviderContext, 'onText' | 'shouldStop'>

/** Thrown through a reader when `shouldStop` gives a reason; stream-reply.ts makes a reply of it. */
export class StoppedEarly extends Error {
  readonly reason: string

  constructor(reason: string) {
    super('The stream was ended by a checker.')
    this.name = 'StoppedEarly'
    this.reason = reason
  }
}

const MAX_OUTPUT_CHARACTERS = 16 * 1024 * 1024

/** Collects an answer's text as it arrives and notes when the first of it came. */
export class OutputBuffer {
  readonly #listener: TextListener
  readonly #startedMs = performance.now()
  #pieces: string[] = []
  #characters = 0
  #firstTokenMs: number | null = null

  constructor(listener: TextListener) {
    this.#listener = listener
  }

  get text(): string {
    if (this.#pieces.length > 1) this.#pieces = [this.#pieces.join('')]
    return this.#pieces[0] ?? ''
  }

  /** Milliseconds from the start of the call; null when nothing came in pieces. */
  get firstTokenMs(): number | null {
    return this.#firstTokenMs
  }

  /** Something of the answer came that is no text: a part of a tool's call. */
  begin(): void {
    this.#firstTokenMs ??= performance.now() - this.#startedMs
  }

  /** @throws CallFault when the answer grows past 16 million characters, StoppedEarly when the listener has read enough */
  add(piece: string): void {
    if (piece === '') return
    this.begin()
    this.#take(piece)
    const reason = this.#listener.shouldStop?.(this.text) ?? null
    if (reason !== null) throw new StoppedEarly(reason)
  }

  /** The whole answer at once: there was no first piece, and nothing is left to save by stopping. */
  set(text: string): void {
    if (text !== '') this.#take(text)
  }

  #take(text: string): void {
    this.#characters += text.length
    if (this.#characters > MAX_OUTPUT_CHARACTERS)
      throw new CallFault({ kind: 'bad-reply', problem: 'output-too-large' })
    this.#pieces.push(text)
    this.#listener.onText(text)
  }
}
