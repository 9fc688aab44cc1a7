import type { FinishReason } from '../../../../shared/domain/run.ts'
import { CallFault } from '../exchange/call-fault.ts'
import { asCount, asRecord, asText, type JsonRecord, parseJson } from '../exchange/loose-json.ts'
import { OutputBuffer, type TextListener } from '../exchange/output-buffer.ts'
import type { EventMeaning, ReplyReader } from '../exchange/read-reply.ts'
import type { SseEvent } from '../exchange/sse-parser.ts'
import { ToolCallBuffer } from '../exchange/tool-call-buffer.ts'
import type { PartialReply, ProviderReply } from '../provider.ts'
import { replyFields } from './reply-fields.ts'
import { overlayUsage, usageFromAnthropic } from './usage-anthropic.ts'

const FINISH_REASONS: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'refusal',
  tool_use: 'tool-calls',
}

/** Reads Anthropic Messages, streamed or whole. */
export class MessagesReader implements ReplyReader {
  readonly #output: OutputBuffer
  readonly #toolCalls = new ToolCallBuffer()
  /** Of the tool's call that began last: what a proxy leaves the index out of belongs to it. */
  #callIndex = 0
  #message: JsonRecord | null = null
  #usage: JsonRecord | null = null
  #stopReason: string | null = null

  constructor(listener: TextListener) {
    this.#output = new OutputBuffer(listener)
  }

  event({ name, data }: SseEvent): EventMeaning {
    if (data.trim() === '') return 'ping'
    const event = asRecord(parseJson(data))
    if (!event) throw new CallFault({ kind: 'bad-reply', problem: 'not-json' })
    // Proxies leave the `event:` line out, or the type; either one is enough.
    switch (asText(event.type) ?? name) {
      case 'message_start':
        this.#start(asRecord(event.message))
        return 'ping'
      case 'content_block_start':
        return this.#startBlock(asRecord(event.content_block), event.index) ? 'content' : 'ping'
      case 'content_block_delta':
        return this.#takeDelta(asRecord(event.delta), event.index) ? 'content' : 'ping'
      case 'message_delta':
        this.#usage = overlayUsage(this.#usage, asRecord(event.usage))
        this.#stopReason = asText(asRecord(event.delta)?.stop_reason) ?? this.#stopReason
        return 'content'
      case 'message_stop':
        this.#requireStop()
        return 'done'
      case 'error':
        throw new CallFault({ kind: 'error-in-reply', error: event.error, hasStarted: this.#message !== null })
      default:
        return 'ping'
    }
  }

  whole(value: unknown): void {
    const message = asRecord(value)
    if (!message) throw new CallFault({ kind: 'bad-reply', problem: 'not-json' })
    if (message.type === 'error' || asRecord(message.error)) {
      throw new CallFault({ kind: 'error-in-reply', error: message.error, hasStarted: false })
    }
    if (!Array.isArray(message.content)) throw new CallFault({ kind: 'bad-reply', problem: 'no-choice' })
    this.#start(message)
    this.#stopReason = asText(message.stop_reason)
    for (const [index, block] of message.content.map(asRecord).entries()) {
      if (block?.type === 'text') this.#output.set(asText(block.text) ?? '')
      else this.#startToolUse(block, index)
    }
    this.#requireStop()
  }

  partial(): PartialReply | null {
    if (!this.#message) return null
    return { output: this.#toolCalls.fields(this.#output.text).output, usage: usageFromAnthropic(this.#usage) }
  }

  reply(): ProviderReply {
    const { id, model } = this.#message ?? {}
    const usage = usageFromAnthropic(this.#usage)
    const read = { output: this.#output, toolCalls: this.#toolCalls }
    return {
      ...replyFields({ ...read, usage, model, serviceTier: this.#usage?.service_tier }),
      finishReason: FINISH_REASONS[this.#stopReason ?? ''] ?? 'unknown',
      raw: {
        id,
        model,
        stop_reason: this.#stopReason,
        usage: this.#usage,
        ...(this.#toolCalls.isEmpty ? {} : { tool_use: this.#toolCalls.raw() }),
      },
    }
  }

  #start(message: JsonRecord | null): void {
    this.#message = message ?? {}
    this.#usage = asRecord(message?.usage)
  }

  /** @returns whether it holds a piece of the answer */
  #startBlock(block: JsonRecord | null, index: unknown): boolean {
    if (this.#startToolUse(block, asCount(index) ?? this.#callIndex + 1)) return true
    const text = block?.type === 'text' ? (asText(block.text) ?? '') : ''
    this.#output.add(text)
    return text !== ''
  }

  /** A stream begins with empty arguments and sends their text after; a whole reply has them here. */
  #startToolUse(block: JsonRecord | null, index: number): boolean {
    if (block?.type !== 'tool_use') return false
    const input = asRecord(block.input) ?? {}
    const text = Object.keys(input).length === 0 ? '' : JSON.stringify(input)
    this.#callIndex = index
    this.#toolCalls.add(index, { id: asText(block.id), name: asText(block.name) ?? '', text })
    this.#output.begin()
    return true
  }

  #takeDelta(delta: JsonRecord | null, index: unknown): boolean {
    const json = asText(delta?.partial_json) ?? ''
    if (json !== '') this.#toolCalls.add(asCount(index) ?? this.#callIndex, { text: json })
    const text = asText(delta?.text) ?? ''
    this.#output.add(text)
    const thinking = asText(delta?.thinking) ?? asText(delta?.signature) ?? ''
    return text !== '' || json !== '' || thinking !== ''
  }

  #requireStop(): void {
    if (this.#message === null) throw new CallFault({ kind: 'bad-reply', problem: 'no-choice' })
    if (this.#stopReason === null) throw new CallFault({ kind: 'bad-reply', problem: 'unfinished' })
    if (this.#stopReason !== 'tool_use') return
    if (this.#toolCalls.isEmpty && this.#output.text === '') {
      throw new CallFault({ kind: 'bad-reply', problem: 'cut-tool-call' })
    }
    this.#toolCalls.requireWhole()
  }
}
