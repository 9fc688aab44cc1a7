import { CallFault } from '../exchange/call-fault.ts'
import { asCount, asList, asRecord, asText, type JsonRecord } from '../exchange/loose-json.ts'
import type {
  BatchOutcome,
  BatchResult,
  BatchStatus,
  FoundBatch,
  NewBatch,
  ProviderBatches,
  SoughtBatch,
} from '../provider-batches.ts'
import { ProviderError } from '../provider-error.ts'
import {
  askJson,
  askLines,
  batchDeadlines,
  type ConnectBatches,
  type ConnectedContext,
  idOf,
} from './batch-exchange.ts'
import { answerOutcome, errorOutcome, unheard } from './batch-outcome.ts'
import { ChatCompletionReader } from './chat-completion-reader.ts'
import { chatBody } from './chat-completions.ts'
import { checkRequest } from './check-request.ts'
import { apiFor, responsesBody } from './responses.ts'
import { ResponsesReader } from './responses-reader.ts'
import { bearerHeaders } from './sdk-options.ts'

/** OpenAI's Batch API: a file of requests goes up, a file of answers and one of errors come down. */
export function openaiBatches(connect: ConnectBatches): ProviderBatches {
  return {
    // OpenAI, "Batch API", 2026-11-21: 50,000 requests and 200 MB a file. The form around the file has room in what is left.
    limits: { maxRequests: 50_000, maxBytes: 200_000_000 - 64_000 },
    // A file holds requests for one model and one endpoint only.
    groupOf: (request, baseUrl) => ENDPOINTS[apiFor(request, isOwnAddress(baseUrl))],
    encode(customId, request, baseUrl) {
      checkRequest(request)
      const api = apiFor(request, isOwnAddress(baseUrl))
      const { stream, ...body } = api === 'responses' ? responsesBody(request) : chatBody(request, DIALECT)
      return JSON.stringify({ custom_id: customId, method: 'POST', url: ENDPOINTS[api], body })
    },
    submit: (batch, context) => submit(batch, { ...context, connect }),
    status: (batchId, context) => getBatch(batchId, { ...context, connect }, statusOf),
    results: (batchId, context, see) => readResults(batchId, { ...context, connect }, see),
    cancel: (batchId, context) =>
      ask({ ...context, connect }, { method: 'post', path: `${pathOf(batchId)}/cancel` }, statusOf),
    find: (sought, context) => find(sought, { ...context, connect }),
  }
}

const LABEL = 'OpenAI'
const ADDRESS = 'https://api.openai.com/v1'
const ENDPOINTS = { chat: '/v1/chat/completions', responses: '/v1/responses' } as const
const DIALECT = { outputLimit: 'max_completion_tokens', hasStreamOptions: false, store: false } as const
/** The batch's metadata field that holds our own id. */
const OWN_ID = 'pithy_batch'
/** Clocks differ: a batch that was made so long before its submission by our clock may still be it. */
const CLOCK_LEEWAY_MS = 60 * 60_000

async function submit({ ownId, group, requests }: NewBatch, context: ConnectedContext): Promise<BatchStatus> {
  const fileId = await upload(ownId, requests, context)
  const body = { input_file_id: fileId, endpoint: group, completion_window: '24h', metadata: { [OWN_ID]: ownId } }
  return ask(context, { method: 'post', path: '/batches', body }, statusOf)
}

/** A file costs nothing: whatever goes wrong here, no batch was made. */
async function upload(ownId: string, requests: readonly string[], context: ConnectedContext): Promise<string> {
  const form = new FormData()
  form.set('purpose', 'batch')
  form.set('file', new Blob(requests.map((line) => `${line}\n`)), `pithy-${ownId}.jsonl`)
  try {
    return await ask(context, { method: 'post', path: '/files', body: form }, idOf)
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    throw new ProviderError(error.code, unbilled(error.message), { ...error.failure, billing: 'not-sent' }, error)
  }
}

async function readResults(batchId: string, context: ConnectedContext, see: (result: BatchResult) => Promise<void>) {
  const batch = await getBatch(batchId, context, (found) => found)
  const isResponses = batch.endpoint === ENDPOINTS.responses
  const source = { label: LABEL, modelName: context.modelName }
  for (const fileId of [asText(batch.output_file_id), asText(batch.error_file_id)]) {
    if (fileId === null || fileId === '') continue
    const path = `/files/${encodeURIComponent(fileId)}/content`
    await askLines({ label: LABEL, context, send: sender(context, { method: 'get', path }) }, async (line) => {
      const customId = asText(line.custom_id)
      if (customId !== null) await see({ customId, outcome: outcomeOf(line, isResponses, source) })
    })
  }
}

function outcomeOf(line: JsonRecord, isResponses: boolean, source: { label: string; modelName: string }): BatchOutcome {
  const response = asRecord(line.response)
  const status = asCount(response?.status_code)
  if (response && status !== null && status >= 200 && status < 300) {
    const reader = isResponses ? new ResponsesReader(unheard) : new ChatCompletionReader(unheard)
    return answerOutcome(reader, response.body, source)
  }
  const code = asText(asRecord(line.error)?.code)
  if (code === 'batch_expired') return { kind: 'expired' }
  if (code === 'batch_cancelled') return { kind: 'cancelled' }
  const fault =
    status === null
      ? ({ kind: 'error-in-reply', error: line.error, hasStarted: false } as const)
      : ({ kind: 'status', status, headers: new Headers(), body: JSON.stringify(response?.body ?? null) } as const)
  return errorOutcome(fault, source)
}

/** Newest first; our id stands in the metadata, so that a batch is found for sure or is not there. */
async function find({ ownId, submittedAtMs }: SoughtBatch, context: ConnectedContext): Promise<FoundBatch> {
  for (let after: string | null = null; ; ) {
    const query: Record<string, string> = { limit: '100', ...(after === null ? {} : { after }) }
    const page: BatchPage = await ask(context, { method: 'get', path: '/batches', query }, toPage)
    const ours = page.batches.find(({ batch }) => asRecord(batch.metadata)?.[OWN_ID] === ownId)
    if (ours) return { kind: 'found', batchId: ours.id }
    const last = page.batches.at(-1)
    const lastMs = timeMs(last?.batch.created_at) ?? submittedAtMs
    if (!last || !page.hasMore || lastMs < submittedAtMs - CLOCK_LEEWAY_MS) return { kind: 'absent' }
    after = last.id
  }
}

interface BatchPage {
  readonly batches: readonly { readonly id: string; readonly batch: JsonRecord }[]
  readonly hasMore: boolean
}

/** A list that cannot be read must not pass for an empty one: what is absent there counts as never paid. */
function toPage({ data, has_more }: JsonRecord): BatchPage {
  if (!Array.isArray(data)) throw new CallFault({ kind: 'bad-reply', problem: 'not-json' })
  const batches = data.map((one) => asRecord(one) ?? {}).map((batch) => ({ id: idOf(batch), batch }))
  return { batches, hasMore: has_more === true }
}

function statusOf(batch: JsonRecord): BatchStatus {
  const counts = asRecord(batch.request_counts)
  const state = stateOf(asText(batch.status))
  return {
    batchId: idOf(batch),
    state,
    succeededCount: asCount(counts?.completed) ?? 0,
    failedCount: asCount(counts?.failed) ?? 0,
    expiresAtMs: timeMs(batch.expires_at),
    leftOver: batch.status === 'expired' || batch.status === 'cancelled' ? batch.status : null,
    problem: state === 'failed' ? problemOf(batch) : null,
  }
}

function stateOf(status: string | null): BatchStatus['state'] {
  if (status === 'completed' || status === 'expired' || status === 'cancelled') return 'ended'
  if (status === 'failed' || status === 'cancelling') return status
  // validating, in_progress, finalizing, and what may be added later: looked at again.
  return 'in-progress'
}

/** Only codes and line numbers: a message may quote the prompt. */
function problemOf(batch: JsonRecord): string {
  const errors = asList(asRecord(batch.errors)?.data).map(asRecord)
  const named = errors.slice(0, 3).map((error) => {
    const line = asCount(error?.line)
    return `${asText(error?.code) ?? 'unknown error'}${line === null ? '' : ` in line ${line}`}`
  })
  const more = named.length === 0 ? '' : ` (${named.join(', ')})`
  return `${LABEL} refused the whole batch${more}. Nothing was billed.`
}

function getBatch<T>(batchId: string, context: ConnectedContext, parse: (batch: JsonRecord) => T): Promise<T> {
  return ask(context, { method: 'get', path: pathOf(batchId) }, parse)
}

interface Question {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly body?: unknown
  readonly query?: Record<string, string>
}

function ask<T>(context: ConnectedContext, question: Question, parse: (value: JsonRecord) => T): Promise<T> {
  return askJson({ label: LABEL, context, send: sender(context, question) }, parse)
}

function sender({ connect, key, baseUrl }: ConnectedContext, { method, path, ...options }: Question) {
  return async (fetch: typeof globalThis.fetch) => {
    const client = await connect({ key, baseUrl, fetch, deadlines: batchDeadlines })
    return client[method](path, { ...options, headers: bearerHeaders(key) }).asResponse()
  }
}

function pathOf(batchId: string): string {
  return `/batches/${encodeURIComponent(batchId)}`
}

function isOwnAddress(baseUrl: string | null): boolean {
  return baseUrl === null || baseUrl === ADDRESS
}

/** OpenAI tells times in seconds. */
function timeMs(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value * 1000 : null
}

function unbilled(message: string): string {
  return message.replace(/ ?The call may have been billed\./, ' Nothing was billed.')
}
