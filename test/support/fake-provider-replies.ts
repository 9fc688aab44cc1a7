/** Usage as the fake server counts it; the classes do not overlap. */
export interface FakeUsage {
  readonly input: number
  readonly cacheRead?: number
  readonly cacheWrite?: number
  readonly output: number
  readonly reasoning?: number
}

export type FakeFault =
  | {
      readonly kind: 'status'
      readonly status: number
      readonly body?: unknown
      readonly headers?: Record<string, string>
    }
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
  /** Bytes of one's own under status 200. */
  | { readonly kind: 'raw'; readonly body: string | Uint8Array; readonly contentType?: string }
  /** The body is cut after so many bytes: `end` closes it in due form, `reset` tears the connection, `stall` goes silent. */
  | { readonly kind: 'cut'; readonly afterBytes: number; readonly how: 'end' | 'reset' | 'stall' }
  /** No byte of an answer: `silent` for ever, `reset` at once, or headers without a body. */
  | { readonly kind: 'no-answer'; readonly how: 'silent' | 'reset' | 'headers-only' }
  | { readonly kind: 'no-terminal' }
  | { readonly kind: 'no-finish' }
  | { readonly kind: 'no-usage' }
  | { readonly kind: 'no-choices' }
  /** An error event after the pieces of text, in the vendor's form. */
  | { readonly kind: 'error-event'; readonly error: unknown }

/** A call of a tool; the arguments in pieces, one event each. */
export interface FakeToolCall {
  readonly name: string
  readonly pieces: readonly string[]
}

/** What the server does with one request. Everything left out is that of a healthy answer. */
export interface FakeReply {
  /** The answer in pieces, one event each. */
  readonly pieces?: readonly string[]
  /** Behind the text, of which there is none then unless `pieces` says so. */
  readonly toolCalls?: readonly FakeToolCall[]
  readonly finish?: string
  readonly refusal?: string
  readonly usage?: FakeUsage
  readonly model?: string
  /** As the vendors tell it; left out = nothing is said. */
  readonly serviceTier?: string
  /** Answers with one JSON body although a stream was asked for. */
  readonly isWhole?: boolean
  /** Without `event:` lines, as from some proxies. */
  readonly hasNoEventNames?: boolean
  readonly lineEnd?: '\n' | '\r\n' | '\r'
  /** The last event lacks its blank line. */
  readonly hasOpenEnd?: boolean
  /** Sends the body in pieces of so many bytes: 1 splits every character. */
  readonly chunkBytes?: number
  /** The end of the body comes in a packet of its own, as it often does from afar. */
  readonly hasLateEnd?: boolean
  readonly headers?: Record<string, string>
  /** The answer begins when this resolves. */
  readonly gate?: Promise<unknown>
  /** Sends up to the end of the event that holds this text, and the rest when `until` resolves. */
  readonly hold?: { readonly after: string; readonly until: Promise<unknown> }
  readonly fault?: FakeFault
}

export type Protocol = 'chat' | 'responses' | 'messages'

export const defaultUsage: FakeUsage = { input: 12, output: 5 }

export function renderChat(reply: FakeReply, isStream: boolean): string {
  const { toolCalls = [], pieces = textOf(reply), model, refusal, fault } = reply
  const finish = fault?.kind === 'no-finish' ? null : (reply.finish ?? (toolCalls.length > 0 ? 'tool_calls' : 'stop'))
  const usage = fault?.kind === 'no-usage' ? undefined : openaiUsage(reply.usage ?? defaultUsage)
  const id = 'chatcmpl-1'
  const tier = reply.serviceTier === undefined ? {} : { service_tier: reply.serviceTier }
  if (!isStream) {
    const message = {
      role: 'assistant',
      content: refusal === undefined ? pieces.join('') : null,
      refusal: refusal ?? null,
      ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls.map(chatCall) }),
    }
    const choices = fault?.kind === 'no-choices' ? [] : [{ index: 0, message, finish_reason: finish }]
    return JSON.stringify({ id, object: 'chat.completion', model, ...tier, choices, usage })
  }
  const chunk = (fields: object) =>
    renderEvent(reply, null, { id, object: 'chat.completion.chunk', model, ...tier, ...fields })
  const choice = (delta: object, finish_reason: string | null = null) =>
    chunk({ choices: [{ index: 0, delta, finish_reason }] })
  const texts = refusal === undefined ? pieces.map((content) => choice({ content })) : [choice({ refusal })]
  const calls = toolCalls.flatMap((call, index) => [
    choice({ tool_calls: [{ index, ...chatCall({ ...call, pieces: [] }, index) }] }),
    ...call.pieces.map((text) => choice({ tool_calls: [{ index, function: { arguments: text } }] })),
  ])
  const events =
    fault?.kind === 'no-choices'
      ? []
      : [choice({ role: 'assistant', content: '' }), ...texts, ...calls, choice({}, finish)]
  if (fault?.kind === 'error-event') events.splice(-1, 1, renderEvent(reply, null, { error: fault.error }))
  if (usage) events.push(chunk({ choices: [], usage }))
  if (fault?.kind !== 'no-terminal') events.push(renderEvent(reply, null, '[DONE]'))
  return finishEvents(reply, events)
}

export function renderMessages(reply: FakeReply, isStream: boolean): string {
  const { toolCalls = [], pieces = textOf(reply), model, fault } = reply
  const whole = toolCalls.length > 0 ? 'tool_use' : 'end_turn'
  const stop_reason =
    fault?.kind === 'no-finish' ? null : (reply.finish ?? (reply.refusal === undefined ? whole : 'refusal'))
  const hasUsage = fault?.kind !== 'no-usage'
  const usage = anthropicUsage(reply.usage ?? defaultUsage)
  const texts = reply.refusal === undefined ? pieces : [reply.refusal]
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model }
  if (!isStream) {
    const text = texts.length === 0 ? [] : [{ type: 'text', text: texts.join('') }]
    const uses = toolCalls.map(({ pieces: json, ...call }, index) => ({
      ...toolUse(call, index),
      input: JSON.parse(json.join('') || '{}'),
    }))
    const content = fault?.kind === 'no-choices' ? undefined : [...text, ...uses]
    return JSON.stringify({ ...message, content, stop_reason, ...(hasUsage ? { usage } : {}) })
  }
  const typed = (type: string, fields: object = {}) => renderEvent(reply, type, { type, ...fields })
  const start = {
    ...message,
    content: [],
    stop_reason: null,
    ...(hasUsage ? { usage: { ...usage, output_tokens: 1 } } : {}),
  }
  const deltas = texts.map((text) => typed('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }))
  const end = hasUsage ? { usage: { output_tokens: usage.output_tokens } } : {}
  const events = [
    typed('message_start', { message: start }),
    typed('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    typed('ping'),
    ...deltas,
    typed('content_block_stop', { index: 0 }),
    ...toolCalls.flatMap((call, at) => [
      typed('content_block_start', { index: at + 1, content_block: { ...toolUse(call, at), input: {} } }),
      ...call.pieces.map((partial_json) =>
        typed('content_block_delta', { index: at + 1, delta: { type: 'input_json_delta', partial_json } }),
      ),
      typed('content_block_stop', { index: at + 1 }),
    ]),
    ...(fault?.kind === 'error-event' ? [typed('error', { error: fault.error })] : []),
    typed('message_delta', { delta: { stop_reason }, ...end }),
    typed('message_stop'),
  ]
  if (fault?.kind === 'no-terminal') events.pop()
  if (fault?.kind === 'no-choices') events.splice(0, events.length - 1)
  return finishEvents(reply, events)
}

export function renderEvent(
  { lineEnd = '\n', hasNoEventNames }: FakeReply,
  name: string | null,
  data: object | string,
): string {
  const head = name === null || hasNoEventNames ? '' : `event: ${name}${lineEnd}`
  return `${head}data: ${typeof data === 'string' ? data : JSON.stringify(data)}${lineEnd}${lineEnd}`
}

export function finishEvents({ lineEnd = '\n', hasOpenEnd }: FakeReply, events: readonly string[]): string {
  const text = `: a comment${lineEnd}${lineEnd}${events.join('')}`
  return hasOpenEnd ? text.slice(0, -2 * lineEnd.length) : text
}

export function textOf({ toolCalls }: FakeReply): readonly string[] {
  return toolCalls ? [] : ['Hello', ' there']
}

function chatCall({ name, pieces }: FakeToolCall, index: number) {
  return { id: `call_${index}`, type: 'function', function: { name, arguments: pieces.join('') } }
}

function toolUse({ name }: Pick<FakeToolCall, 'name'>, index: number) {
  return { type: 'tool_use', id: `toolu_${index}`, name }
}

function openaiUsage({ input, cacheRead = 0, cacheWrite = 0, output, reasoning = 0 }: FakeUsage) {
  const prompt_tokens = input + cacheRead + cacheWrite
  return {
    prompt_tokens,
    completion_tokens: output,
    total_tokens: prompt_tokens + output,
    prompt_tokens_details: { cached_tokens: cacheRead, cache_write_tokens: cacheWrite },
    completion_tokens_details: { reasoning_tokens: reasoning },
  }
}

function anthropicUsage({ input, cacheRead = 0, cacheWrite = 0, output, reasoning = 0 }: FakeUsage) {
  return {
    input_tokens: input,
    cache_creation_input_tokens: cacheWrite,
    cache_read_input_tokens: cacheRead,
    cache_creation: { ephemeral_5m_input_tokens: cacheWrite, ephemeral_1h_input_tokens: 0 },
    output_tokens: output,
    output_tokens_details: { thinking_tokens: reasoning },
  }
}
