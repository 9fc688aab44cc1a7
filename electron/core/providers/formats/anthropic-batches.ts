import { CallFault } from '../exchange/call-fault.ts'
import { asCount, asRecord, asText, type JsonRecord } from '../exchange/loose-json.ts'
import type {
  BatchOutcome,
  BatchStatus,
  FoundBatch,
  NewBatch,
  ProviderBatches,
  SoughtBatch,
} from '../provider-batches.ts'
import { ProviderError } from '../provider-error.ts'
import { messagesBody, messagesHeaders, needsUserMessage, sendsTemperature } from './anthropic-messages.ts'
import {
  askJson,
  askLines,
  batchDeadlines,
  type ConnectBatches,
  type ConnectedContext,
  idOf,
} from './batch-exchange.ts'
import { answerOutcome, errorOutcome, unheard } from './batch-outcome.ts'
import { checkRequest } from './check-request.ts'
import { MessagesReader } from './messages-reader.ts'

/** Anthropic's Message Batches: requests go up in one body, results come down as lines. */
export function anthropicBatches(connect: ConnectBatches): ProviderBatches {
  return {
    // Anthropic, "Message Batches", 2026-11-21: 100,000 requests or 256 MB, of which a little is left for what holds them.
    limits: { maxRequests: 100_000, maxBytes: 256_000_000 - 1000 },
    // The version is a header of the whole batch, and only the older one takes sampling parameters.
    groupOf: (request) => (sendsTemperature(request) ? SAMPLING : 'plain'),
    encode(customId, request) {
      checkRequest(request)
      needsUserMessage(LABEL, request)
      const { stream, ...params } = messagesBody(request)
      return JSON.stringify({ custom_id: customId, params })
    },
    submit({ group, requests }: NewBatch, context) {
      const pieces = requests.map((request, index) => (index === 0 ? request : `,${request}`))
      const body = new Blob(['{"requests":[', ...pieces, ']}'], { type: 'application/json' })
      return ask(
        { ...context, connect },
        { method: 'post', path: ROOT, body, hasTemperature: group === SAMPLING },
        statusOf,
      )
    },
    status: (batchId, context) => ask({ ...context, connect }, { method: 'get', path: pathOf(batchId) }, statusOf),
    // Not the `results_url` that the provider tells: the key goes only to the address that the user gave.
    results: (batchId, context, see) =>
      readResults(batchId, { ...context, connect }, async (customId, line) => {
        await see({ customId, outcome: outcomeOf(line, context.modelName) })
      }),
    cancel: (batchId, context) =>
      ask({ ...context, connect }, { method: 'post', path: `${pathOf(batchId)}/cancel` }, statusOf),
    find: (sought, context) => find(sought, { ...context, connect }),
  }
}

const LABEL = 'Anthropic'
const ADDRESS = 'https://api.anthropic.com'
const ROOT = '/v1/messages/batches'
const SAMPLING = 'sampling'
/** Clocks differ: a batch that was made so long before its submission by our clock may still be it. */
const CLOCK_LEEWAY_MS = 60 * 60_000

function readResults(batchId: string, context: ConnectedContext, see: (id: string, line: JsonRecord) => Promise<void>) {
  const send = sender(context, { method: 'get', path: `${pathOf(batchId)}/results` })
  return askLines({ label: LABEL, context, send }, async (line) => {
    const customId = asText(line.custom_id)
    if (customId !== null) await see(customId, line)
  })
}

function outcomeOf(line: JsonRecord, modelName: string): BatchOutcome {
  const result = asRecord(line.result)
  const source = { label: LABEL, modelName }
  switch (asText(result?.type)) {
    case 'succeeded':
      return answerOutcome(new MessagesReader(unheard), result?.message, source)
    case 'expired':
      return { kind: 'expired' }
    case 'canceled':
      return { kind: 'cancelled' }
    default: {
      // An error object in an envelope of the same name.
      const error = asRecord(asRecord(result?.error)?.error) ?? result?.error
      return errorOutcome({ kind: 'error-in-reply', error, hasStarted: false }, source)
    }
  }
}

interface ListedBatch {
  readonly id: string
  readonly createdAtMs: number | null
  readonly requestCount: number
  readonly hasEnded: boolean
}

/**
 * Message Batches keep nothing of ours but the requests' own ids, and tell these only with the results: candidates are
 * batches of the right size and time, and one that has not ended leaves the question open.
 */
async function find(sought: SoughtBatch, context: ConnectedContext): Promise<FoundBatch> {
  let isUndecided = false
  for (let after: string | null = null; ; ) {
    const query: Record<string, string> = { limit: '100', ...(after === null ? {} : { after_id: after }) }
    const page: { batches: ListedBatch[]; hasMore: boolean } = await ask(
      context,
      { method: 'get', path: ROOT, query },
      toPage,
    )
    const oldestMs = sought.submittedAtMs - CLOCK_LEEWAY_MS
    for (const { id, createdAtMs, requestCount, hasEnded } of page.batches) {
      const mayBeOurs = requestCount === sought.requestCount && (createdAtMs ?? oldestMs) >= oldestMs
      if (!mayBeOurs || sought.isTaken(id)) continue
      const isOurs = hasEnded ? await hasOurResults(id, sought, context) : null
      if (isOurs) return { kind: 'found', batchId: id }
      if (isOurs === null) isUndecided = true
    }
    const last = page.batches.at(-1)
    if (!last || !page.hasMore || (last.createdAtMs ?? oldestMs) < oldestMs)
      return { kind: isUndecided ? 'undecided' : 'absent' }
    after = last.id
  }
}

/** Reads one result and no more; null where the results are gone. */
async function hasOurResults(
  batchId: string,
  { isOurs }: SoughtBatch,
  context: ConnectedContext,
): Promise<boolean | null> {
  const stop = new AbortController()
  const signal = AbortSignal.any([context.signal, stop.signal])
  let first: string | null = null
  try {
    await readResults(batchId, { ...context, signal }, async (customId) => {
      first ??= customId
      stop.abort()
    })
  } catch (error) {
    if (first !== null) return isOurs(first)
    const status = error instanceof ProviderError ? error.failure.status : null
    if (status === 404 || status === 410) return null
    throw error
  }
  return first !== null && isOurs(first)
}

/** A list that cannot be read must not pass for an empty one: what is absent there counts as never paid. */
function toPage({ data, has_more }: JsonRecord): { batches: ListedBatch[]; hasMore: boolean } {
  if (!Array.isArray(data)) throw new CallFault({ kind: 'bad-reply', problem: 'not-json' })
  const batches = data.map((one) => {
    const batch = asRecord(one) ?? {}
    const createdAtMs = timeMs(batch.created_at)
    return { id: idOf(batch), createdAtMs, requestCount: sizeOf(batch), hasEnded: batch.processing_status === 'ended' }
  })
  return { batches, hasMore: has_more === true }
}

function statusOf(batch: JsonRecord): BatchStatus {
  const { succeeded, failed } = countsOf(batch)
  const status = asText(batch.processing_status)
  return {
    batchId: idOf(batch),
    state: status === 'ended' ? 'ended' : status === 'canceling' ? 'cancelling' : 'in-progress',
    succeededCount: succeeded,
    failedCount: failed,
    expiresAtMs: timeMs(batch.expires_at),
    leftOver: null,
    problem: null,
  }
}

function countsOf(batch: JsonRecord) {
  const counts = asRecord(batch.request_counts)
  const count = (name: string) => asCount(counts?.[name]) ?? 0
  return {
    processing: count('processing'),
    succeeded: count('succeeded'),
    failed: count('errored') + count('canceled') + count('expired'),
  }
}

function sizeOf(batch: JsonRecord): number {
  const { processing, succeeded, failed } = countsOf(batch)
  return processing + succeeded + failed
}

interface Question {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly body?: unknown
  readonly query?: Record<string, string>
  readonly hasTemperature?: boolean
}

function ask<T>(context: ConnectedContext, question: Question, parse: (value: JsonRecord) => T): Promise<T> {
  return askJson({ label: LABEL, context, send: sender(context, question) }, parse)
}

function sender({ connect, key, baseUrl }: ConnectedContext, question: Question) {
  const { method, path, hasTemperature = false, ...options } = question
  return async (fetch: typeof globalThis.fetch) => {
    const client = await connect({ key, baseUrl, fetch, deadlines: batchDeadlines })
    const isOwnAddress = baseUrl === null || baseUrl === ADDRESS
    const headers = {
      ...messagesHeaders(key, { hasTemperature, isOwnAddress }),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
    }
    return client[method](path, { ...options, headers }).asResponse()
  }
}

function pathOf(batchId: string): string {
  return `${ROOT}/${encodeURIComponent(batchId)}`
}

function timeMs(value: unknown): number | null {
  const ms = Date.parse(asText(value) ?? '')
  return Number.isNaN(ms) ? null : ms
}
