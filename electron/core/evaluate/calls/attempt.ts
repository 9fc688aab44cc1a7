import { AppError, toWireError } from '../../../../shared/contract/errors.ts'
import { splitModelId } from '../../../../shared/domain/ids.ts'
import type { WireError } from '../../../../shared/domain/wire-error.ts'
import type { ProviderFailure, ProviderReply } from '../../providers/provider.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import type { Engine } from '../engine.ts'
import type { ModelCall } from './call-model.ts'
import type { OpenAttempt } from './spend-desk.ts'

export interface AttemptFailure extends ProviderFailure {
  readonly error: WireError
}

export type AttemptResult =
  | {
      readonly kind: 'answered'
      readonly attempt: OpenAttempt
      readonly reply: ProviderReply
      readonly latencyMs: number
    }
  | { readonly kind: 'failed'; readonly failure: AttemptFailure }

/** Sends a reserved attempt once. Ends at an abort at once, whether or not the provider's code listens to it. */
export async function attempt(
  engine: Engine,
  call: ModelCall,
  opened: OpenAttempt,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const { target } = call
  let isSent = false
  const pieces: string[] = []
  const startMs = performance.now()
  const shouldStop = call.stopChecker?.()
  try {
    signal.throwIfAborted()
    call.watch?.begin()
    const answer = target.provider.complete(
      {
        modelName: splitModelId(target.model.id).modelName,
        model: target.model,
        messages: call.messages,
        parameters: call.parameters,
        repeat: call.repeat,
        ...(call.wantsLogProbabilities ? { wantsLogProbabilities: true } : {}),
        ...(target.service === 'flex' ? { service: target.service } : {}),
      },
      {
        signal,
        fetch: engine.fetch,
        post: engine.post,
        key: target.key,
        baseUrl: target.baseUrl,
        deadlines: target.deadlines,
        onSend: () => {
          isSent = true
        },
        onText: (text) => {
          if (pieces.length === 0) engine.desk.stream(opened)
          pieces.push(text)
          call.watch?.text(text)
        },
        ...(shouldStop ? { shouldStop } : {}),
      },
    )
    const reply = await untilAborted(answer, signal)
    return { kind: 'answered', attempt: opened, reply, latencyMs: performance.now() - startMs }
  } catch (error) {
    const failure = toFailure(error, signal, isSent, engine)
    // An abort does not wait for the provider's code to say what it has; the text came through here.
    const partial = failure.partial ?? (pieces.length > 0 ? { output: pieces.join(''), usage: null } : null)
    return { kind: 'failed', failure: partial ? { ...failure, partial } : failure }
  }
}

async function untilAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([answer, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
    // What the loser of the race still says has no listener.
    answer.catch(() => undefined)
  }
}

function toFailure(error: unknown, signal: AbortSignal, isSent: boolean, engine: Engine): AttemptFailure {
  const billing = isSent ? 'unknown' : 'not-sent'
  if (signal.aborted) {
    const text = isSent ? 'Cancelled while it was under way. It may have been billed.' : 'Cancelled before it was sent.'
    const wire = toWireError(new AppError('cancelled', text, { retryable: true }))
    return { billing, isRetryable: false, retryAfterMs: null, status: null, error: wire }
  }
  if (error instanceof ProviderError) return { ...error.failure, error: toWireError(error) }
  if (!(error instanceof AppError)) engine.log.error('A provider failed unexpectedly.', error)
  return { billing, isRetryable: false, retryAfterMs: null, status: null, error: toWireError(error) }
}
