import { CallFault, type Fault } from '../exchange/call-fault.ts'
import { classifyFailure } from '../exchange/classify-failure.ts'
import type { ReplyReader } from '../exchange/read-reply.ts'
import type { BatchOutcome } from '../provider-batches.ts'
import { ProviderError } from '../provider-error.ts'
import { batchDeadlines } from './batch-exchange.ts'

export interface BatchReplySource {
  /** Who answered, for messages. */
  readonly label: string
  readonly modelName: string
}

/** What a reply inside a batch comes to, read by the same reader as a live one. */
export function answerOutcome(reader: ReplyReader, value: unknown, source: BatchReplySource): BatchOutcome {
  try {
    reader.whole(value)
    return { kind: 'answered', reply: reader.reply() }
  } catch (error) {
    if (!(error instanceof CallFault)) throw error
    return { kind: 'failed', error: failureOf(error, source) }
  }
}

/** A request that the provider answered by an error. Both vendors bill only requests that succeeded (2026-11-21). */
export function errorOutcome(fault: Fault, source: BatchReplySource): BatchOutcome {
  const error = failureOf(new CallFault(fault), source)
  if (error.failure.billing !== 'unknown') return { kind: 'failed', error }
  const status = error.failure.status === null ? '' : ` (status ${error.failure.status})`
  const message = `${source.label} could not answer this request of the batch${status}. It was not billed. Resume the run to ask again.`
  return { kind: 'failed', error: new ProviderError(error.code, message, { ...error.failure, billing: 'rejected' }) }
}

function failureOf(fault: CallFault, { label, modelName }: BatchReplySource): ProviderError {
  const clock = { mayHaveLeft: true, isCancelled: false, expired: null }
  const now = { clock, deadlines: batchDeadlines, nowMs: Date.now() }
  return classifyFailure(fault, { ...now, label, modelName, cause: fault })
}

/** For readers: nobody watches a reply that comes whole. */
export const unheard = { onText: () => undefined }
