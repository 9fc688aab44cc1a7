import type { TextChange } from '../../shared/domain/text-change.ts'
import { sliceChanges } from './slice-text.ts'
import type { TokenRequest } from './token-protocol.ts'

/** Sends one document's edits in order; long texts in slices, the next when the worker has taken the last. */
export class DocumentChannel {
  /** Number of the newest edit; replies to older ones are stale. */
  lastSequence = 0
  /** The caller's version of the newest edit. */
  version = 0
  readonly #docId: string
  readonly #post: (request: TokenRequest) => void
  readonly #nextSequence: () => number
  readonly #waiting: Extract<TokenRequest, { type: 'edit' }>[] = []
  /** Number of the slice whose acknowledgement is awaited. */
  #awaited: number | null = null

  constructor(docId: string, post: (request: TokenRequest) => void, nextSequence: () => number) {
    this.#docId = docId
    this.#post = post
    this.#nextSequence = nextSequence
  }

  /** Whether slices of a long text are still on their way. */
  get isSending(): boolean {
    return this.#awaited !== null
  }

  edit(changes: readonly TextChange[], version: number): void {
    const slices = sliceChanges(changes)
    for (const [index, slice] of slices.entries()) {
      const sequence = this.#nextSequence()
      const isComplete = index === slices.length - 1
      this.#waiting.push({ type: 'edit', docId: this.#docId, sequence, changes: slice, isComplete })
      this.lastSequence = sequence
    }
    this.version = version
    this.#flush()
  }

  /** The worker has taken the slice with this number. */
  continueAfter(sequence: number): void {
    if (sequence !== this.#awaited) return
    this.#awaited = null
    this.#flush()
  }

  #flush(): void {
    while (this.#awaited === null) {
      const request = this.#waiting.shift()
      if (!request) return
      if (!request.isComplete) this.#awaited = request.sequence
      this.#post(request)
    }
  }
}
