import { describe, expect, it } from 'vitest'
import type { CallFault } from '../../../../electron/core/providers/exchange/call-fault.ts'
import { CallClock } from '../../../../electron/core/providers/exchange/deadlines.ts'
import { type ReplyReader, readReply } from '../../../../electron/core/providers/exchange/read-reply.ts'
import { ChatCompletionReader } from '../../../../electron/core/providers/formats/chat-completion-reader.ts'
import { MessagesReader } from '../../../../electron/core/providers/formats/messages-reader.ts'
import { ResponsesReader } from '../../../../electron/core/providers/formats/responses-reader.ts'
import { defaultDeadlines } from '../../../../shared/domain/deadlines.ts'
import { renderReply } from '../../../support/fake-provider-body.ts'

const ignore = () => undefined
const listener = { onText: ignore }

/** Reads bytes that arrive in these pieces. */
async function read<R extends ReplyReader>(reader: R, pieces: readonly Uint8Array[]): Promise<R> {
  const clock = new CallClock(defaultDeadlines, new AbortController().signal)
  try {
    await readReply(new Response(streamOf(pieces)), clock, reader)
  } finally {
    clock.stop()
  }
  return reader
}

function streamOf(pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece)
      controller.close()
    },
  })
}

function readText<R extends ReplyReader>(reader: R, text: string): Promise<R> {
  return read(reader, [Buffer.from(text)])
}

function events(...values: readonly (object | string)[]): string {
  return values.map((value) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`).join('')
}

const choice = (delta: object, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta, finish_reason }],
})

describe.each([
  ['chat', () => new ChatCompletionReader(listener)],
  ['responses', () => new ResponsesReader(listener)],
  ['messages', () => new MessagesReader(listener)],
] as const)('the %s reader', (protocol, create) => {
  const reply = {
    pieces: ['Grüße ', '🌍 ', '日本'],
    usage: { input: 40, cacheRead: 8, output: 6 },
    lineEnd: '\r\n',
  } as const

  it('gives the identical reply wherever the bytes are cut in two, inside characters too', async () => {
    for (const isStream of [true, false]) {
      const bytes = Buffer.from(`\uFEFF${renderReply(protocol, reply, 'm', isStream)}`)
      const { firstTokenMs: _none, ...whole } = (await read(create(), [bytes])).reply()
      for (let at = 1; at < bytes.length; at += 1) {
        const { firstTokenMs: _time, ...parts } = (
          await read(create(), [bytes.subarray(0, at), bytes.subarray(at)])
        ).reply()
        expect(parts).toEqual(whole)
      }
    }
  })

  it('takes no stream for complete that ends before its terminal marker, wherever it ends', async () => {
    const text = renderReply(protocol, { ...reply, lineEnd: '\n' }, 'm', true)
    const end = { chat: text.indexOf('data: [DONE]') + 12, responses: text.length - 2, messages: text.length - 2 }[
      protocol
    ]
    for (let at = 0; at < end; at += 1) {
      const fault = await readText(create(), text.slice(0, at)).then(ignore, (error: CallFault) => error.fault.kind)
      expect([at, fault]).toEqual([at, 'bad-reply'])
    }
  })

  it('ignores what follows the terminal marker', async () => {
    const text = renderReply(protocol, { pieces: ['one'] }, 'm', true)
    expect((await readText(create(), text + text)).reply().output).toBe('one')
  })
})

describe('log-probabilities', () => {
  const told = [
    { token: 'Y', logprob: -0.5, bytes: [89], top_logprobs: [] },
    { token: 'es', logprob: -1.5, bytes: [101, 115], top_logprobs: [] },
  ]
  const expected = { mean: -1, tokens: 2 }

  it('of Chat Completions are summed up, streamed, whole, and in the form of older servers', async () => {
    const piece = (content: string, logprobs: object | null) => ({
      choices: [{ index: 0, delta: { content }, logprobs, finish_reason: null }],
    })
    const text = events(
      piece('Y', { content: told.slice(0, 1) }),
      piece('es', { content: told.slice(1), refusal: null }),
      piece('', null),
      choice({}, 'stop'),
      '[DONE]',
    )
    const streamed = (await readText(new ChatCompletionReader(listener), text)).reply()
    expect([streamed.output, streamed.logProbability]).toEqual(['Yes', expected])
    for (const logprobs of [{ content: told }, { tokens: ['Y', 'es'], token_logprobs: [-0.5, -1.5] }]) {
      const message = { role: 'assistant', content: 'Yes' }
      const whole = { choices: [{ index: 0, message, logprobs, finish_reason: 'stop' }] }
      const { logProbability } = (await readText(new ChatCompletionReader(listener), JSON.stringify(whole))).reply()
      expect(logProbability).toEqual(expected)
    }
  })

  it('of Responses count once, although the last event repeats them', async () => {
    const delta = (text: string, logprobs: readonly object[]) => ({
      type: 'response.output_text.delta',
      output_index: 0,
      delta: text,
      logprobs,
    })
    const response = (logprobs: readonly object[]) => ({
      status: 'completed',
      output: [{ type: 'message', content: [{ type: 'output_text', text: 'Yes', logprobs }] }],
    })
    const pieces = [delta('Y', told.slice(0, 1)), delta('es', told.slice(1))]
    for (const repeated of [told, []]) {
      const text = events(...pieces, { type: 'response.completed', response: response(repeated) })
      const { output, logProbability } = (await readText(new ResponsesReader(listener), text)).reply()
      expect([output, logProbability]).toEqual(['Yes', expected])
    }
    const whole = (await readText(new ResponsesReader(listener), JSON.stringify(response(told)))).reply()
    expect(whole.logProbability).toEqual(expected)
  })

  it('that are no numbers are left out, and an answer without any has none', async () => {
    const message = { role: 'assistant', content: 'Yes' }
    const logprobs = { content: [{ logprob: null }, { logprob: '−1' }, null, 7] }
    const whole = { choices: [{ index: 0, message, logprobs, finish_reason: 'stop' }] }
    const reply = (await readText(new ChatCompletionReader(listener), JSON.stringify(whole))).reply()
    expect(reply.logProbability).toEqual({ mean: 7, tokens: 1 })
    const none = { choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }] }
    const plain = (await readText(new ChatCompletionReader(listener), JSON.stringify(none))).reply()
    expect(plain).not.toHaveProperty('logProbability')
  })
})

describe('ChatCompletionReader', () => {
  it('keeps reasoning out of the answer, and counts it as a sign of life', () => {
    const reader = new ChatCompletionReader(listener)
    const meanings = [
      choice({ role: 'assistant', content: '' }),
      choice({ reasoning_content: 'Hm.' }),
      choice({ reasoning: 'Hm.' }),
      choice({ content: 'Yes' }),
      choice({}),
    ].map((chunk) => reader.event({ name: null, data: JSON.stringify(chunk) }))
    expect(meanings).toEqual(['ping', 'content', 'content', 'content', 'ping'])
    expect(reader.partial()).toEqual({ output: 'Yes', usage: null })
  })

  it('gives tool calls as canonical JSON where there is no text, and with their ids in the raw reply', async () => {
    const call = { index: 0, id: 'call_1', function: { name: 'f', arguments: '{ "b": 1, "a": 2 }' } }
    const text = events(choice({ content: null, tool_calls: [call] }), choice({}, 'tool_calls'), '[DONE]')
    const reply = (await readText(new ChatCompletionReader(listener), text)).reply()
    expect(reply).toMatchObject({
      output: '[{"arguments":{"a":2,"b":1},"name":"f"}]',
      toolCalls: [{ name: 'f', arguments: { b: 1, a: 2 } }],
      finishReason: 'tool-calls',
      usage: null,
      raw: { tool_calls: [{ id: 'call_1', ...call.function }] },
    })
  })

  it('reads only the first of several choices, a list of parts, and a finish reason it does not know', async () => {
    const other = { choices: [{ index: 1, delta: { content: 'no' }, finish_reason: 'stop' }] }
    const parts = choice({ content: [{ type: 'text', text: 'yes' }, { type: 'reference' }] }, 'tired')
    const reply = (await readText(new ChatCompletionReader(listener), events(other, parts, '[DONE]'))).reply()
    expect([reply.output, reply.finishReason]).toEqual(['yes', 'unknown'])
  })

  it.each([
    ['MAX_TOKENS', 'length'],
    ['model_length', 'length'],
    ['SAFETY', 'content-filter'],
    ['COMPLETE', 'stop'],
    ['end_turn', 'stop'],
  ])('understands %s, as servers behind a compatible address say it', async (finish, expected) => {
    const text = events(choice({ content: 'yes' }, finish), '[DONE]')
    expect((await readText(new ChatCompletionReader(listener), text)).reply().finishReason).toBe(expected)
  })

  it('finds the usage where Groq puts it', async () => {
    const last = { ...choice({}, 'stop'), x_groq: { usage: { prompt_tokens: 9, completion_tokens: 1 } } }
    const text = events(choice({ content: 'yes' }), last, '[DONE]')
    expect((await readText(new ChatCompletionReader(listener), text)).reply().usage?.inputTokens).toBe(9)
  })

  it('trusts no usage that counts no output for a text', async () => {
    const usage = { usage: { prompt_tokens: 9, completion_tokens: 0 } }
    const text = events(choice({ content: 'yes' }, 'stop'), usage, '[DONE]')
    expect((await readText(new ChatCompletionReader(listener), text)).reply().usage).toBeNull()
  })
})

describe('ResponsesReader', () => {
  const ended = (status: string, fields: object = {}) => ({
    type: `response.${status}`,
    response: { id: 'r', status, output: [{ type: 'message', content: [] }], ...fields },
  })
  const delta = { type: 'response.output_text.delta', delta: 'Yes' }

  it('keeps reasoning out of the answer, and counts it as a sign of life', () => {
    const reader = new ResponsesReader(listener)
    const meanings = [
      { type: 'response.created', response: { id: 'r', model: 'm' } },
      { type: 'response.output_item.added', item: { type: 'reasoning' } },
      { type: 'response.reasoning_summary_text.delta', delta: 'Hm.' },
      { type: 'response.output_item.done', item: { type: 'reasoning' } },
      delta,
      { type: 'response.output_text.done', text: 'Yes' },
      { type: 'response.something_new' },
    ].map((event) => reader.event({ name: null, data: JSON.stringify(event) }))
    expect(meanings).toEqual(['ping', 'ping', 'content', 'content', 'content', 'content', 'ping'])
    expect(reader.partial()).toEqual({ output: 'Yes', usage: null })
  })

  it.each([
    [ended('completed'), 'stop'],
    [ended('incomplete', { incomplete_details: { reason: 'max_output_tokens' } }), 'length'],
    [ended('incomplete', { incomplete_details: { reason: 'content_filter' } }), 'content-filter'],
    [ended('incomplete', { incomplete_details: { reason: 'steered' } }), 'unknown'],
    [ended('incomplete'), 'unknown'],
  ])('reads the end %j as %s', async (end, expected) => {
    const { finishReason, output } = (await readText(new ResponsesReader(listener), events(delta, end))).reply()
    expect([finishReason, output]).toEqual([expected, 'Yes'])
  })

  it('takes tool calls, and an answer that only the last event holds', async () => {
    const call = { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' }
    const tools = events(ended('completed', { output: [{ type: 'reasoning' }, call] }))
    expect((await readText(new ResponsesReader(listener), tools)).reply()).toMatchObject({
      output: '[{"arguments":{},"name":"f"}]',
      finishReason: 'tool-calls',
      raw: { tool_calls: [{ id: 'call_1', name: 'f', arguments: '{}' }] },
    })
    const content = [
      { type: 'output_text', text: 'All' },
      { type: 'output_text', text: ' of it' },
    ]
    const late = events(ended('completed', { output: [{ type: 'message', content }] }))
    expect((await readText(new ResponsesReader(listener), late)).reply().output).toBe('All of it')
  })

  it.each([
    [[ended('failed', { error: { code: 'rate_limit_exceeded' } })], false],
    [[delta, ended('failed', { error: { code: 'server_error' } })], true],
    [[{ type: 'error', code: 'server_error', message: 'x' }], false],
    [[{ type: 'error', error: { type: 'overloaded_error' } }], false],
  ])('knows a failure, and whether it came after text: %j', async (list, hasStarted) => {
    const fault = await readText(new ResponsesReader(listener), events(...list)).catch(
      (error: CallFault) => error.fault,
    )
    expect(fault).toMatchObject({ kind: 'error-in-reply', hasStarted })
  })

  it.each([['in_progress'], ['queued'], ['cancelled'], [undefined]])('takes status %s for no end', async (status) => {
    const text = JSON.stringify({ id: 'r', object: 'response', status, output: [{ type: 'message', content: [] }] })
    const fault = await readText(new ResponsesReader(listener), text).catch((error: CallFault) => error.fault)
    expect(fault).toEqual({ kind: 'bad-reply', problem: 'unfinished' })
  })
})

describe('MessagesReader', () => {
  it('keeps thinking out of the answer and counts pings as nothing', () => {
    const reader = new MessagesReader(listener)
    const meanings = [
      { type: 'message_start', message: { id: 'm', usage: { input_tokens: 7, output_tokens: 1 } } },
      { type: 'ping' },
      { type: 'content_block_start', content_block: { type: 'thinking', thinking: '' } },
      { type: 'content_block_delta', delta: { type: 'thinking_delta', thinking: 'Hm.' } },
      { type: 'content_block_delta', delta: { type: 'text_delta', text: 'Yes' } },
      { type: 'content_block_stop' },
      { type: 'something_new' },
    ].map((event) => reader.event({ name: null, data: JSON.stringify(event) }))
    expect(meanings).toEqual(['ping', 'ping', 'ping', 'content', 'content', 'ping', 'ping'])
    expect(reader.partial()).toMatchObject({ output: 'Yes', usage: { inputTokens: 7, outputTokens: 1 } })
  })

  it('takes the type from the event line when the data has none', () => {
    const reader = new MessagesReader(listener)
    expect(reader.event({ name: 'content_block_delta', data: '{"delta":{"text":"Hi"}}' })).toBe('content')
  })

  it.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['refusal', 'refusal'],
    ['tool_use', 'tool-calls'],
    ['pause_turn', 'unknown'],
  ])('reads the stop reason %s as %s', async (stopReason, expected) => {
    const text = renderReply('messages', { finish: stopReason }, 'm', true)
    expect((await readText(new MessagesReader(listener), text)).reply().finishReason).toBe(expected)
  })
})
