import type { FinishReason } from '../../../../shared/domain/run.ts'
import { CallFault } from '../exchange/call-fault.ts'
import { LogProbabilitySum } from '../exchange/log-probability-sum.ts'
import { asCount, asList, asRecord, asText, type JsonRecord, parseJson } from '../exchange/loose-json.ts'
import { OutputBuffer, type TextListener } from '../exchange/output-buffer.ts'
import type { EventMeaning, ReplyReader } from '../exchange/read-reply.ts'
import type { SseEvent } from '../exchange/sse-parser.ts'
import { ToolCallBuffer } from '../exchange/tool-call-buffer.ts'
import type { PartialReply, ProviderReply } from '../provider.ts'
import { replyFields } from './reply-fields.ts'
import { usageFromResponses } from './usage-openai.ts'

const INCOMPLETE_REASONS: Readonly<Record<string, FinishReason>> = {
  max_output_tokens: 'length',
  max_messages: 'length',
  content_filter: 'content-filter',
}
const ARGUMENTS_DELTA = 'response.function_call_arguments.delta'

/** Reads OpenAI's Responses, streamed or whole. Its terminal marker is `response.completed` or `response.incomplete`. */
export class ResponsesReader implements ReplyReader {
  readonly #output: OutputBuffer
  readonly #logProbability = new LogProbabilitySum()
  #refusal = ''
  readonly #toolCalls = new ToolCallBuffer()
  #envelope: JsonRecord = {}
  #status: string | null = null
  #incompleteReason: string | null = null
  #usage: unknown = null
  #hasStarted = false

  constructor(listener: TextListener) {
    this.#output = new OutputBuffer(listener)
  }

  event({ name, data }: SseEvent): EventMeaning {
    // Some proxies end every stream in the marker of Chat Completions; it proves nothing here.
    if (data.trim() === '' || data.trim() === '[DONE]') return 'ping'
    const event = asRecord(parseJson(data))
    if (!event) throw new CallFault({ kind: 'bad-reply', problem: 'not-json' })
    const type = asText(event.type) ?? name ?? ''
    switch (type) {
      case 'response.created':
      case 'response.in_progress':
      case 'response.queued':
        this.#keepEnvelope(asRecord(event.response))
        return 'ping'
      case 'response.output_text.delta':
        this.#logProbability.add(event.logprobs)
        return this.#takeText(asText(event.delta) ?? '')
      case 'response.refusal.delta':
        return this.#takeRefusal(asText(event.delta) ?? '')
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        this.#end(asRecord(event.response), type.slice('response.'.length))
        return 'done'
      case 'error':
        // Flat in OpenAI's own streams, wrapped in those of proxies.
        throw this.#failure(event.error ?? event)
      default:
        if (asRecord(event.error)) throw this.#failure(event.error)
        return this.#takeOther(type, event)
    }
  }

  whole(value: unknown): void {
    const response = asRecord(Array.isArray(value) ? value[0] : value)
    if (!response) throw new CallFault({ kind: 'bad-reply', problem: 'not-json' })
    this.#end(response, asText(response.status))
  }

  partial(): PartialReply | null {
    if (!this.#hasStarted) return null
    return { output: this.#toolCalls.fields(this.#output.text).output, usage: usageFromResponses(this.#usage) }
  }

  reply(): ProviderReply {
    const { model, service_tier: serviceTier } = this.#envelope
    const usage = usageFromResponses(this.#usage)
    const read = { output: this.#output, toolCalls: this.#toolCalls, refusal: this.#refusal }
    return {
      ...replyFields({ ...read, usage, model, serviceTier }),
      finishReason: this.#finishReason(),
      ...this.#logProbability.field,
      raw: {
        ...this.#envelope,
        status: this.#status,
        usage: this.#usage,
        ...(this.#incompleteReason === null ? {} : { incomplete_details: { reason: this.#incompleteReason } }),
        ...(this.#refusal === '' ? {} : { refusal: this.#refusal }),
        ...(this.#toolCalls.isEmpty ? {} : { tool_calls: this.#toolCalls.raw() }),
      },
    }
  }

  #finishReason(): FinishReason {
    if (this.#refusal !== '') return 'refusal'
    if (this.#status === 'incomplete') return INCOMPLETE_REASONS[this.#incompleteReason ?? ''] ?? 'unknown'
    if (this.#status !== 'completed') return 'unknown'
    return this.#toolCalls.isEmpty ? 'stop' : 'tool-calls'
  }

  #takeText(text: string): EventMeaning {
    if (text === '') return 'ping'
    this.#hasStarted = true
    this.#output.add(text)
    return 'content'
  }

  #takeRefusal(text: string): EventMeaning {
    if (text === '') return 'ping'
    this.#hasStarted = true
    this.#refusal += text
    return 'content'
  }

  /** Reasoning, arguments of tools and finished items are signs of life; what only announces an item is one that work began. */
  #takeOther(type: string, event: JsonRecord): EventMeaning {
    const index = asCount(event.output_index) ?? 0
    if (type === 'response.output_item.added') {
      this.#hasStarted = true
      this.#takeToolCall(asRecord(event.item), index)
    }
    if (type === ARGUMENTS_DELTA) {
      this.#toolCalls.add(index, { text: asText(event.delta) ?? '' })
      this.#output.begin()
    }
    return /^response\..+\.(delta|done)$/.test(type) ? 'content' : 'ping'
  }

  #end(response: JsonRecord | null, told: string | null): void {
    if (!response) throw new CallFault({ kind: 'bad-reply', problem: 'no-choice' })
    this.#keepEnvelope(response)
    if (asRecord(response.usage)) this.#usage = response.usage
    const status = asText(response.status) ?? told
    if (status === 'failed' || (response.error ?? null) !== null) throw this.#failure(response.error)
    if (!Array.isArray(response.output) && !this.#hasStarted) {
      throw new CallFault({ kind: 'bad-reply', problem: 'no-choice' })
    }
    if (status !== 'completed' && status !== 'incomplete') {
      throw new CallFault({ kind: 'bad-reply', problem: 'unfinished' })
    }
    this.#status = status
    this.#incompleteReason = asText(asRecord(response.incomplete_details)?.reason)
    this.#takeItems(asList(response.output).map(asRecord))
  }

  #takeItems(items: readonly (JsonRecord | null)[]): void {
    if (items.length === 0 && !this.#hasStarted && this.#status === 'completed') {
      throw new CallFault({ kind: 'bad-reply', problem: 'no-choice' })
    }
    // The last event repeats the calls in full; where a proxy leaves them out, the pieces are all there is.
    if (items.some((item) => item?.type === 'function_call')) this.#toolCalls.clear()
    for (const [index, item] of items.entries()) this.#takeToolCall(item, index)
    if (this.#status === 'completed') this.#toolCalls.requireWhole()
    const parts = items.flatMap((item) => (item?.type === 'message' ? asList(item.content).map(asRecord) : []))
    const join = (type: string, field: string) =>
      parts.map((part) => (part?.type === type ? (asText(part[field]) ?? '') : '')).join('')
    // The last event repeats them too.
    if (parts.some((part) => asList(part?.logprobs).length > 0)) this.#logProbability.clear()
    for (const part of parts) this.#logProbability.add(part?.logprobs)
    // The last event repeats the whole answer: it counts where no piece of it came before.
    if (this.#output.text === '') this.#output.set(join('output_text', 'text'))
    if (this.#refusal === '') this.#refusal = join('refusal', 'refusal')
  }

  #takeToolCall(item: JsonRecord | null, index: number): void {
    if (item?.type !== 'function_call') return
    const { call_id, name, arguments: text } = item
    this.#toolCalls.add(index, { id: asText(call_id), name: asText(name) ?? '', text: asText(text) ?? '' })
  }

  #keepEnvelope(response: JsonRecord | null): void {
    const { id, model, created_at, service_tier } = response ?? {}
    const known = Object.entries({ id, model, created_at, service_tier }).filter(([, value]) => (value ?? '') !== '')
    if (known.length > 0) this.#envelope = { ...this.#envelope, ...Object.fromEntries(known) }
  }

  #failure(error: unknown): CallFault {
    return new CallFault({ kind: 'error-in-reply', error, hasStarted: this.#hasStarted })
  }
}
