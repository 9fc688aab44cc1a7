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
import { usageFromOpenai } from './usage-openai.ts'

/** OpenAI's names, and those that compatible servers let through from what they run. In lower case. */
const FINISH_REASONS: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  eos: 'stop',
  end_turn: 'stop',
  complete: 'stop',
  length: 'length',
  max_tokens: 'length',
  model_length: 'length',
  content_filter: 'content-filter',
  safety: 'content-filter',
  recitation: 'content-filter',
  refusal: 'refusal',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
}

/** Reads Chat Completions, streamed or whole. Of several choices only the first counts: one is all that is asked for. */
export class ChatCompletionReader implements ReplyReader {
  readonly #output: OutputBuffer
  readonly #toolCalls = new ToolCallBuffer()
  /** Under which key the call of an index is collected, where it is not the index. */
  readonly #callKeys = new Map<number, string>()
  readonly #logProbability = new LogProbabilitySum()
  #refusal = ''
  #finish: string | null = null
  #usage: unknown = null
  #envelope: JsonRecord = {}
  #hasChoice = false

  constructor(listener: TextListener) {
    this.#output = new OutputBuffer(listener)
  }

  event({ data }: SseEvent): EventMeaning {
    if (data.trim() === '[DONE]') {
      this.#requireFinish()
      return 'done'
    }
    if (data.trim() === '') return 'ping'
    const chunk = asRecord(parseJson(data))
    if (!chunk) throw new CallFault({ kind: 'bad-reply', problem: 'not-json' })
    return this.#take(chunk, 'delta') ? 'content' : 'ping'
  }

  whole(value: unknown): void {
    // Gemini's compatible address sends errors as a list of one.
    const reply = asRecord(Array.isArray(value) ? value[0] : value)
    if (!reply) throw new CallFault({ kind: 'bad-reply', problem: 'not-json' })
    this.#take(reply, 'message')
    this.#requireFinish()
  }

  partial(): PartialReply | null {
    if (!this.#hasChoice) return null
    return { output: this.#toolCalls.fields(this.#output.text).output, usage: usageFromOpenai(this.#usage) }
  }

  reply(): ProviderReply {
    const { model, service_tier: serviceTier } = this.#envelope
    const usage = usageFromOpenai(this.#usage)
    const read = { output: this.#output, toolCalls: this.#toolCalls, refusal: this.#refusal }
    return {
      ...replyFields({ ...read, usage, model, serviceTier }),
      finishReason: this.#finishReason(),
      ...this.#logProbability.field,
      raw: {
        ...this.#envelope,
        finish_reason: this.#finish,
        usage: this.#usage,
        ...(this.#refusal === '' ? {} : { refusal: this.#refusal }),
        ...(this.#toolCalls.isEmpty ? {} : { tool_calls: this.#toolCalls.raw() }),
      },
    }
  }

  #finishReason(): FinishReason {
    if (this.#refusal !== '') return 'refusal'
    const finish = FINISH_REASONS[this.#finish?.toLowerCase() ?? ''] ?? 'unknown'
    // Servers for models that call tools by writing them often say "stop" for both.
    return finish === 'stop' && !this.#toolCalls.isEmpty ? 'tool-calls' : finish
  }

  /** @returns whether it holds a piece of the answer; the first chunk, which only names the role, does not */
  #take(chunk: JsonRecord, part: 'delta' | 'message'): boolean {
    if (chunk.error !== undefined && chunk.error !== null) {
      throw new CallFault({ kind: 'error-in-reply', error: chunk.error, hasStarted: this.#hasChoice })
    }
    // Groq puts it beside the choices of the last chunk unless it is asked for.
    this.#usage = asRecord(chunk.usage) ?? asRecord(asRecord(chunk.x_groq)?.usage) ?? this.#usage
    this.#keepEnvelope(chunk)
    const choice = asList(chunk.choices)
      .map(asRecord)
      .find((candidate) => candidate !== null && (candidate.index ?? 0) === 0)
    if (!choice) return false
    this.#hasChoice = true
    const finish = asText(choice.finish_reason)
    if (finish !== null && finish !== '') this.#finish = finish
    const told = asRecord(choice.logprobs)
    if (told) this.#logProbability.add(told.content ?? told.token_logprobs)
    return this.#takeMessage(asRecord(choice[part]), part) || this.#finish !== null
  }

  #takeMessage(message: JsonRecord | null, part: 'delta' | 'message'): boolean {
    if (!message) return false
    const text = textOf(message.content)
    if (part === 'delta') this.#output.add(text)
    else this.#output.set(text)
    const refusal = asText(message.refusal) ?? ''
    this.#refusal += refusal
    const toolCalls = asList(message.tool_calls).map(asRecord)
    for (const [position, call] of toolCalls.entries()) if (call) this.#takeToolCall(call, position)
    const reasoning = asText(message.reasoning_content) ?? asText(message.reasoning) ?? ''
    return text !== '' || refusal !== '' || reasoning !== '' || toolCalls.length > 0
  }

  #takeToolCall(call: JsonRecord, position: number): void {
    const { name, arguments: given } = asRecord(call.function) ?? {}
    const index = asCount(call.index) ?? position
    const id = asText(call.id) || null
    const known = this.#toolCalls.idOf(this.#callKeys.get(index) ?? index)
    // Gemini's compatible address gives every call the index 0: another id is another call.
    if (id !== null && known !== null && id !== known) this.#callKeys.set(index, id)
    const text = typeof given === 'object' && given !== null ? JSON.stringify(given) : (asText(given) ?? '')
    this.#toolCalls.add(this.#callKeys.get(index) ?? index, { id, name: asText(name) ?? '', text })
    this.#output.begin()
  }

  /** Every chunk repeats it, so only the first that has an id is taken apart; the tier may be told later. */
  #keepEnvelope({ id, model, created, system_fingerprint, service_tier }: JsonRecord): void {
    if (this.#envelope.id !== undefined && (service_tier ?? null) === (this.#envelope.service_tier ?? null)) return
    const told = Object.entries({ id, model, created, system_fingerprint, service_tier })
    const known = told.filter(([, value]) => value !== undefined && value !== null && value !== '')
    if (known.length > 0) this.#envelope = { ...this.#envelope, ...Object.fromEntries(known) }
  }

  /** A stream cut by a proxy can still end in [DONE]; without a finish reason the answer is not known to be whole. */
  #requireFinish(): void {
    if (!this.#hasChoice) throw new CallFault({ kind: 'bad-reply', problem: 'no-choice' })
    if (this.#finish === null) throw new CallFault({ kind: 'bad-reply', problem: 'unfinished' })
    if (this.#finishReason() !== 'tool-calls') return
    if (this.#toolCalls.isEmpty && this.#output.text === '') {
      throw new CallFault({ kind: 'bad-reply', problem: 'cut-tool-call' })
    }
    this.#toolCalls.requireWhole()
  }
}

/** Mistral sends a list of parts; of these only text is the answer. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  return asList(content)
    .map((part) => asText(asRecord(part)?.text) ?? '')
    .join('')
}
