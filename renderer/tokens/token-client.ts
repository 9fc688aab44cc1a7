import { AppError } from '../../shared/contract/errors.ts'
import type { TextChange } from '../../shared/domain/text-change.ts'
import type { EncodingId } from '../../shared/tokens/encodings.ts'
import { type CountBoard, openCountBoard } from './count-board.ts'
import { DocumentChannel } from './document-channel.ts'
import { sliceTexts } from './slice-text.ts'
import type { RangeTokens, TokenCounts, TokenReply, TokenRequest } from './token-protocol.ts'

/** The exact tokens of a document at one version of its text. */
export interface DocumentCount {
  readonly docId: string
  /** The version given with the edit that this count includes. */
  readonly version: number
  readonly counts: TokenCounts
  /** o200k tokens by content class, which `Estimator.estimate` takes; null unless an o200k encoding is watched. */
  readonly features: Float64Array | null
}

/** Tokens of a document as of its newest edit, o200k_base. */
export interface QuickCount {
  readonly docId: string
  readonly tokens: number
}

export interface CountFailure {
  /** Null when nothing can be counted any more. */
  readonly docId: string | null
  /** A sentence for the user. */
  readonly message: string
}

/** Live token counts from a worker; texts go over as edits, so a key costs the main thread a few microseconds. */
export interface TokenClient {
  /** Which encodings the open documents are counted in, from now on; ['o200k_base'] at first. */
  watch(encodings: readonly EncodingId[]): void
  /** Begins to count a document, or replaces its text; the count arrives at the listeners. */
  open(docId: string, text: string, version?: number): void
  /** Changes apply in order, each to the result of those before it: the order of Monaco's content-change events. */
  edit(docId: string, changes: readonly TextChange[], version: number): void
  close(docId: string): void
  /** Tokens of each text, counted from scratch; rejects with AppError `cancelled` after `dispose`. */
  count(texts: readonly string[], encoding: EncodingId): Promise<readonly number[]>
  /** The tokens of an open document that overlap `start..end`; null when it was edited meanwhile. */
  tokens(docId: string, encoding: EncodingId, start: number, end: number): Promise<RangeTokens | null>
  /** Counts of documents, newest version only; returns the way to stop listening. */
  onCount(listener: (count: DocumentCount) => void): () => void
  /** The same as a bare number, where it can be had before the frame of the key is drawn; a `DocumentCount` follows. */
  onQuickCount(listener: (count: QuickCount) => void): () => void
  /** Faults that stop live counting; a document named in one is counted again after the next `open`. */
  onFailure(listener: (failure: CountFailure) => void): () => void
  dispose(): void
}

/** The part of `Worker` that the client uses. */
export interface TokenWorker {
  postMessage(request: TokenRequest): void
  addEventListener(type: 'message', listener: (event: { readonly data: TokenReply }) => void): void
  addEventListener(type: 'error', listener: (event: { readonly message?: string }) => void): void
  terminate(): void
}

interface OpenDocument {
  readonly channel: DocumentChannel
  readonly slot: number | null
}

interface Pending {
  readonly resolve: (reply: TokenReply) => void
  readonly reject: (error: AppError) => void
}

/**
 * @param worker the worker to talk to; by default a new one, which loads the vocabulary off the main thread
 * @param board where the worker writes what messages would tell too late; null = messages alone
 */
export function createTokenClient(
  worker: TokenWorker = startWorker(),
  board: CountBoard | null = openCountBoard(),
): TokenClient {
  const documents = new Map<string, OpenDocument>()
  /** Edited, and not counted as far as this thread knows. */
  const uncounted = new Set<string>()
  const quickListeners = new Set<(count: QuickCount) => void>()
  const countListeners = new Set<(count: DocumentCount) => void>()
  const failureListeners = new Set<(failure: CountFailure) => void>()
  const pending = new Map<number, Pending>()
  let lastId = 0
  let countLane: Promise<unknown> = Promise.resolve()
  let stoppedBy: AppError | null = null

  function ask(makeRequest: (requestId: number) => TokenRequest): Promise<TokenReply> {
    return new Promise((resolve, reject) => {
      if (stoppedBy) throw stoppedBy
      const requestId = ++lastId
      pending.set(requestId, { resolve, reject })
      worker.postMessage(makeRequest(requestId))
    })
  }

  function stop(error: AppError): void {
    stoppedBy = error
    for (const { reject } of pending.values()) reject(error)
    pending.clear()
  }

  function report(failure: CountFailure): void {
    for (const listener of failureListeners) listener(failure)
  }

  async function countInBatches(texts: readonly string[], encoding: EncodingId): Promise<readonly number[]> {
    const totals: number[] = []
    // One batch at a time: a keystroke waits for one batch at most, not for a whole eval set.
    for (const parts of sliceTexts(texts)) {
      const reply = await ask((requestId) => ({ type: 'count', requestId, encoding, parts }))
      if (reply.type === 'totals') for (const total of reply.totals) totals.push(total)
    }
    return totals
  }

  worker.addEventListener('error', (event) => {
    const message = `The token counter stopped (${event.message ?? 'no reason given'}). Reload the window to count again.`
    stop(new AppError('internal', message))
    report({ docId: null, message })
  })
  worker.addEventListener('message', ({ data: reply }) => {
    switch (reply.type) {
      case 'counted': {
        const { docId, sequence, counts, features } = reply
        const document = documents.get(docId)
        if (document?.channel.lastSequence !== sequence) return
        uncounted.delete(docId)
        for (const listener of countListeners) listener({ docId, version: document.channel.version, counts, features })
        return
      }
      case 'taken':
        documents.get(reply.docId)?.channel.continueAfter(reply.sequence)
        return
      case 'totals':
      case 'tokens':
        pending.get(reply.requestId)?.resolve(reply)
        pending.delete(reply.requestId)
        return
      case 'failed': {
        const message = `Tokens could not be counted: ${reply.message}`
        if (reply.requestId === null) {
          report({ docId: reply.docId, message })
          return
        }
        pending.get(reply.requestId)?.reject(new AppError('internal', message))
        pending.delete(reply.requestId)
        return
      }
      default:
        reply satisfies never
    }
  })
  if (board) worker.postMessage({ type: 'share', memory: board.memory })
  worker.postMessage({ type: 'watch', encodings: ['o200k_base'] })

  function readBoard(): void {
    for (const docId of uncounted) {
      const document = documents.get(docId)
      const isGone = !document || document.slot === null
      const tokens = isGone ? null : (board?.read(document.slot, document.channel.lastSequence) ?? null)
      if (isGone || tokens !== null) uncounted.delete(docId)
      if (tokens !== null) for (const listener of quickListeners) listener({ docId, tokens })
    }
  }

  function readBoardSoon(docId: string): void {
    if (!board) return
    uncounted.add(docId)
    // After all that the key does, by when the worker is done as a rule; or else just before the frame is drawn.
    queueMicrotask(readBoard)
    requestAnimationFrame(readBoard)
  }

  function forget(docId: string): boolean {
    const document = documents.get(docId)
    if (document && document.slot !== null) board?.giveBack(document.slot)
    return documents.delete(docId)
  }

  return {
    watch: (encodings) => worker.postMessage({ type: 'watch', encodings }),
    open(docId, text, version = 0) {
      const channel = new DocumentChannel(
        docId,
        (request) => worker.postMessage(request),
        () => ++lastId,
      )
      forget(docId)
      const slot = board?.take() ?? null
      documents.set(docId, { channel, slot })
      worker.postMessage({ type: 'open', docId, slot })
      channel.edit([{ at: 0, deleteCount: 0, insertText: text }], version)
    },
    edit(docId, changes, version) {
      documents.get(docId)?.channel.edit(changes, version)
      readBoardSoon(docId)
    },
    close(docId) {
      if (forget(docId)) worker.postMessage({ type: 'close', docId })
    },
    count(texts, encoding) {
      const result = countLane.then(() => countInBatches(texts, encoding))
      countLane = result.catch(() => undefined)
      return result
    },
    async tokens(docId, encoding, start, end) {
      const channel = documents.get(docId)?.channel
      const sequence = channel?.lastSequence
      if (!channel || channel.isSending) return null
      const reply = await ask((requestId) => ({ type: 'tokens', requestId, docId, encoding, start, end }))
      const isCurrent = documents.get(docId)?.channel === channel && channel.lastSequence === sequence
      return isCurrent && reply.type === 'tokens' ? reply.tokens : null
    },
    onCount(listener) {
      countListeners.add(listener)
      return () => countListeners.delete(listener)
    },
    onQuickCount(listener) {
      quickListeners.add(listener)
      return () => quickListeners.delete(listener)
    },
    onFailure(listener) {
      failureListeners.add(listener)
      return () => failureListeners.delete(listener)
    },
    dispose() {
      worker.terminate()
      documents.clear()
      stop(new AppError('cancelled', 'Token counting was stopped.'))
    },
  }
}

function startWorker(): TokenWorker {
  return new Worker(new URL('./token-worker.ts', import.meta.url), { type: 'module' })
}
