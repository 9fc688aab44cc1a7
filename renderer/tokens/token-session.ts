import { EncoderStore, type EncodingId } from '../../shared/tokens/encodings.ts'
import { CountBoard } from './count-board.ts'
import { LiveDocument } from './live-document.ts'
import { MAX_TOKENS_WITH_BYTES, type TokenReply, type TokenRequest } from './token-protocol.ts'

type RequestOf<T extends TokenRequest['type']> = Extract<TokenRequest, { readonly type: T }>

/** What the token worker does with its messages, without the worker: counts documents and loose texts. */
export class TokenSession {
  readonly #reply: (reply: TokenReply) => void
  readonly #encoders = new EncoderStore()
  readonly #documents = new Map<string, LiveDocument>()
  /** What has arrived of a text that is being sliced; clients ask for one count at a time. */
  #partialText = ''
  #watched: readonly EncodingId[] = []
  #board: CountBoard | null = null

  constructor(reply: (reply: TokenReply) => void) {
    this.#reply = reply
  }

  /** Handles one message; resolves when its reply, if it has one, was given. Never rejects: faults become replies. */
  async receive(request: TokenRequest): Promise<void> {
    try {
      await this.#handle(request)
    } catch (error) {
      if (request.type === 'count') this.#partialText = ''
      this.#reply({
        type: 'failed',
        docId: 'docId' in request ? request.docId : null,
        requestId: 'requestId' in request ? request.requestId : null,
        message: error instanceof Error ? error.message : String(error),
      })
    }
  }

  // Not async: what needs no vocabulary must be done when this returns, or edits would overtake each other.
  #handle(request: TokenRequest): Promise<void> | void {
    switch (request.type) {
      case 'watch':
        return this.#watch(request.encodings)
      case 'share':
        this.#board = new CountBoard(request.memory)
        return
      case 'open':
        this.#documents.set(request.docId, this.#newDocument(request.slot))
        return
      case 'edit':
        return this.#edit(request)
      case 'close':
        this.#documents.delete(request.docId)
        return
      case 'count':
        return this.#count(request)
      case 'tokens':
        return this.#tokens(request)
      default:
        return request satisfies never
    }
  }

  async #watch(encodings: readonly EncodingId[]): Promise<void> {
    this.#watched = encodings
    for (const document of this.#documents.values()) document.keepOnly(encodings)
    for (const encoding of encodings) {
      await this.#encoders.load(encoding)
      if (this.#watched !== encodings) return
      for (const [docId, document] of this.#documents) this.#countDocument(docId, document)
    }
  }

  #newDocument(slot: number | null): LiveDocument {
    const document = new LiveDocument(slot)
    this.#addCounters(document)
    return document
  }

  #edit({ docId, sequence, changes, isComplete }: RequestOf<'edit'>): void {
    const document = this.#documents.get(docId)
    if (!document) return
    document.sequence = null
    document.apply(changes)
    if (!isComplete) {
      this.#reply({ type: 'taken', docId, sequence })
      return
    }
    document.sequence = sequence
    this.#countDocument(docId, document)
  }

  #countDocument(docId: string, document: LiveDocument): void {
    this.#addCounters(document)
    const counts = document.countsOf(this.#watched)
    if (document.sequence === null || Object.keys(counts).length === 0) return
    if (document.slot !== null && counts.o200k_base !== undefined)
      this.#board?.write(document.slot, document.sequence, counts.o200k_base)
    this.#reply({ type: 'counted', docId, sequence: document.sequence, counts, features: document.features })
  }

  #addCounters(document: LiveDocument): void {
    for (const encoding of this.#watched) {
      const encoder = this.#encoders.loaded(encoding)
      if (encoder) document.counterOf(encoder)
    }
  }

  async #count({ requestId, encoding, parts }: RequestOf<'count'>): Promise<void> {
    const encoder = this.#encoders.loaded(encoding) ?? (await this.#encoders.load(encoding))
    const totals: number[] = []
    for (const { text, isComplete } of parts) {
      this.#partialText += text
      if (!isComplete) continue
      totals.push(encoder.count(this.#partialText))
      this.#partialText = ''
    }
    this.#reply({ type: 'totals', requestId, totals })
  }

  async #tokens({ requestId, docId, encoding, start, end }: RequestOf<'tokens'>): Promise<void> {
    const encoder = this.#encoders.loaded(encoding) ?? (await this.#encoders.load(encoding))
    const document = this.#documents.get(docId)
    if (!document) throw new Error(`No document "${docId}" is open for counting.`)
    const tokens = document.counterOf(encoder).tokensBetween(start, end)
    const hasBytes = tokens.ids.length <= MAX_TOKENS_WITH_BYTES
    const bytes = hasBytes ? tokens.ids.map((id) => encoder.bytesOf(id)) : null
    this.#reply({ type: 'tokens', requestId, tokens: { ...tokens, bytes } })
  }
}
