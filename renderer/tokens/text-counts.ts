import { singleChange } from '../../shared/domain/single-change.ts'
import type { TokenClient } from './token-client.ts'
import type { TokenCounts } from './token-protocol.ts'

/** The count of one text, exact, with the text that it is the count of. */
export interface LiveCount {
  readonly text: string
  readonly counts: TokenCounts
  readonly features: Float64Array | null
}

/** Counts a list of texts in the token worker while they change. Only edits travel; who watches decides how soon to draw. */
export class TextCounts {
  readonly #client: TokenClient
  readonly #prefix: string
  readonly #sent = new Map<string, string>()
  readonly #listeners = new Set<() => void>()
  #counted: ReadonlyMap<string, LiveCount> = new Map()
  /** o200k tokens as soon as anything tells them. */
  readonly #tokens = new Map<string, number>()
  readonly #tokenListeners = new Set<() => void>()
  #version = 0
  #stops: readonly (() => void)[] = []

  /** @param prefix a name for the texts in the worker, not used by anyone else */
  constructor(client: TokenClient, prefix: string) {
    this.#client = client
    this.#prefix = prefix
  }

  /** What is known; a new object when a count came in, the same one otherwise. */
  get all(): ReadonlyMap<string, LiveCount> {
    return this.#counted
  }

  /** Null until the text at this place has its first count; of an earlier `all`, what was known then. */
  at(index: number, all: ReadonlyMap<string, LiveCount> = this.#counted): LiveCount | null {
    return all.get(this.#nameOf(index)) ?? null
  }

  /** o200k_base, of the text as it is now wherever it can be; null until the first count. */
  tokensAt(index: number): number | null {
    return this.#tokens.get(this.#nameOf(index)) ?? null
  }

  show(texts: readonly string[]): void {
    if (this.#stops.length === 0) this.#stops = this.#listen()
    for (const [index, text] of texts.entries()) {
      const docId = this.#nameOf(index)
      const before = this.#sent.get(docId)
      if (before === text) continue
      this.#sent.set(docId, text)
      this.#version += 1
      const change = singleChange(before ?? '', text)
      if (before === undefined) this.#client.open(docId, text, this.#version)
      else if (change) this.#client.edit(docId, [change], this.#version)
    }
    for (let index = texts.length; this.#sent.has(this.#nameOf(index)); index++) this.#close(this.#nameOf(index))
  }

  /** @returns the way to stop listening */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Tells of `tokensAt` alone, before the frame of the key is drawn. @returns the way to stop listening */
  subscribeTokens(listener: () => void): () => void {
    this.#tokenListeners.add(listener)
    return () => this.#tokenListeners.delete(listener)
  }

  /** Lets go of the texts; `show` begins anew. */
  close(): void {
    for (const stop of this.#stops) stop()
    this.#stops = []
    for (const docId of [...this.#sent.keys()]) this.#close(docId)
    this.#counted = new Map()
    this.#tokens.clear()
  }

  #listen(): readonly (() => void)[] {
    return [
      this.#client.onQuickCount(({ docId, tokens }) => this.#setTokens(docId, tokens)),
      this.#client.onCount(({ docId, counts, features }) => {
        const text = this.#sent.get(docId)
        if (text === undefined) return
        this.#counted = new Map(this.#counted).set(docId, { text, counts, features })
        for (const listener of this.#listeners) listener()
        if (counts.o200k_base !== undefined) this.#setTokens(docId, counts.o200k_base)
      }),
    ]
  }

  #setTokens(docId: string, tokens: number): void {
    if (!this.#sent.has(docId) || this.#tokens.get(docId) === tokens) return
    this.#tokens.set(docId, tokens)
    for (const listener of this.#tokenListeners) listener()
  }

  #close(docId: string): void {
    this.#client.close(docId)
    this.#sent.delete(docId)
    this.#tokens.delete(docId)
  }

  #nameOf(index: number): string {
    return `${this.#prefix}${index}`
  }
}
