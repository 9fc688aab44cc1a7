import { CallFault } from './call-fault.ts'

const MAX_OUTPUT_CHARACTERS = 16 * 1024 * 1024

/** Collects an answer's text as it arrives and notes when the first of it came. */
export class OutputBuffer {
  readonly #onText: (text: string) => void
  readonly #startedMs = performance.now()
  #pieces: string[] = []
  #characters = 0
  #firstTokenMs: number | null = null

  constructor(onText: (text: string) => void) {
    this.#onText = onText
  }

  get text(): string {
    if (this.#pieces.length > 1) this.#pieces = [this.#pieces.join('')]
    return this.#pieces[0] ?? ''
  }

  /** Milliseconds from the start of the call; null when no text came in pieces. */
  get firstTokenMs(): number | null {
    return this.#firstTokenMs
  }

  /** @throws CallFault when the answer grows past 16 million characters */
  add(piece: string): void {
    if (piece === '') return
    this.#firstTokenMs ??= performance.now() - this.#startedMs
    this.#take(piece)
  }

  /** The whole answer at once: there was no first piece. */
  set(text: string): void {
    if (text !== '') this.#take(text)
  }

  #take(text: string): void {
    this.#characters += text.length
    if (this.#characters > MAX_OUTPUT_CHARACTERS)
      throw new CallFault({ kind: 'bad-reply', problem: 'output-too-large' })
    this.#pieces.push(text)
    this.#onText(text)
  }
}
