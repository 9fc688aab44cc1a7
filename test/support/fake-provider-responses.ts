import { defaultUsage, type FakeReply, finishEvents, renderEvent, textOf } from './fake-provider-replies.ts'

const INCOMPLETE = new Set(['max_output_tokens', 'content_filter', 'max_messages'])

/** The body of an answer of OpenAI's Responses. `finish` is a reason for being incomplete, or a status. */
export function renderResponses(reply: FakeReply, isStream: boolean): string {
  const { toolCalls = [], pieces = textOf(reply), model, refusal, fault, finish = 'completed' } = reply
  const isIncomplete = INCOMPLETE.has(finish)
  const status = fault?.kind === 'no-finish' ? 'in_progress' : isIncomplete ? 'incomplete' : finish
  const part = refusal === undefined ? { type: 'output_text', text: pieces.join('') } : { type: 'refusal', refusal }
  const message = { type: 'message', id: 'item_1', role: 'assistant', content: [part] }
  const calls = toolCalls.map(({ name, pieces: json }, at) => ({
    ...{ type: 'function_call', id: `fc_${at}`, call_id: `call_${at}`, name, arguments: json.join('') },
    status: isIncomplete ? 'incomplete' : 'completed',
  }))
  const start = { id: 'resp_1', object: 'response', model, created_at: 1, status: 'in_progress', output: [] }
  const end = {
    ...start,
    status,
    output: fault?.kind === 'no-choices' ? undefined : [message, ...calls],
    incomplete_details: isIncomplete ? { reason: finish } : null,
    error: null,
    ...(fault?.kind === 'no-usage' ? {} : { usage: responsesUsage(reply) }),
    ...(reply.serviceTier === undefined ? {} : { service_tier: reply.serviceTier }),
  }
  if (!isStream) return JSON.stringify(end)
  const typed = (type: string, fields: object) => renderEvent(reply, type, { type, ...fields })
  const at = { item_id: 'item_1', output_index: 0, content_index: 0 }
  const deltas =
    refusal === undefined
      ? pieces.map((delta) => typed('response.output_text.delta', { ...at, delta }))
      : [typed('response.refusal.delta', { ...at, delta: refusal })]
  const work = [
    typed('response.output_item.added', { output_index: 0, item: { ...message, content: [] } }),
    ...deltas,
    typed('response.output_item.done', { output_index: 0, item: message }),
    ...calls.flatMap((item, at) => [
      typed('response.output_item.added', { output_index: at + 1, item: { ...item, arguments: '' } }),
      ...(toolCalls[at]?.pieces ?? []).map((delta) =>
        typed('response.function_call_arguments.delta', { item_id: item.id, output_index: at + 1, delta }),
      ),
      typed('response.output_item.done', { output_index: at + 1, item }),
    ]),
  ]
  const events = [
    typed('response.created', { response: start }),
    typed('response.in_progress', { response: start }),
    ...(fault?.kind === 'no-choices' ? [] : work),
    ...(fault?.kind === 'error-event' ? [typed('error', errorFields(fault.error))] : []),
    typed(isIncomplete ? 'response.incomplete' : 'response.completed', { response: end }),
  ]
  if (fault?.kind === 'no-terminal') events.pop()
  return finishEvents(reply, events)
}

/** Error events of Responses are flat: the code stands beside the type "error". */
function errorFields(error: unknown): object {
  const { type, code, ...rest } = error as { readonly type?: unknown; readonly code?: unknown }
  return { ...rest, code: code ?? type }
}

function responsesUsage({ usage = defaultUsage }: FakeReply) {
  const { input, cacheRead = 0, cacheWrite = 0, output, reasoning = 0 } = usage
  const input_tokens = input + cacheRead + cacheWrite
  return {
    input_tokens,
    input_tokens_details: { cached_tokens: cacheRead, cache_write_tokens: cacheWrite },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input_tokens + output,
  }
}
