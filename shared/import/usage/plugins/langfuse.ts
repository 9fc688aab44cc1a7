import { columnsByName, plainRow, type UsageFormat } from '../usage-format.ts'

/**
 * Observations of Langfuse, as its interface (camelCase) and its blob storage (snake_case) export them. Its classes of tokens do not
 * overlap, so reasoning is added to the output; latency is in seconds. Spans and events are no calls.
 */
export const plugin: UsageFormat = {
  id: 'langfuse',
  label: 'Langfuse observations',
  isAggregated: false,
  note: 'Only observations of the type GENERATION and EMBEDDING are calls; the others stay out.',
  isFormatOf: (columns) =>
    (columns.has('traceId') || columns.has('trace_id')) && (columns.has('startTime') || columns.has('start_time')),
  flatten(row) {
    const { type } = row
    if (typeof type === 'string' && !/^(?:GENERATION|EMBEDDING)$/i.test(type)) return []
    const plain = plainRow(row)
    const names = ['usageDetails', 'usage_details'].filter(
      (name) => plain[`${name}.output_reasoning_tokens`] !== undefined,
    )
    const whole = names.map((name) => {
      const [output, reasoning] = [plain[`${name}.output`], plain[`${name}.output_reasoning_tokens`]]
      return [`${name}.output`, Number(output ?? 0) + Number(reasoning)] as const
    })
    return [{ ...plain, ...Object.fromEntries(whole) }]
  },
  mapColumns: (columns) =>
    columnsByName(
      columns,
      {
        startTime: 'time',
        start_time: 'time',
        endTime: 'endTime',
        end_time: 'endTime',
        model: 'model',
        providedModelName: 'model',
        provided_model_name: 'model',
        'usageDetails.input': 'inputTokens',
        'usage_details.input': 'inputTokens',
        'usage.input': 'inputTokens',
        promptTokens: 'inputTokens',
        inputUsage: 'inputTokens',
        'usageDetails.input_cached_tokens': 'cacheReadTokens',
        'usageDetails.cache_read_input_tokens': 'cacheReadTokens',
        'usage_details.input_cached_tokens': 'cacheReadTokens',
        'usage_details.cache_read_input_tokens': 'cacheReadTokens',
        'usageDetails.cache_creation_input_tokens': 'cacheWrite5mTokens',
        'usage_details.cache_creation_input_tokens': 'cacheWrite5mTokens',
        'usageDetails.output': 'outputTokens',
        'usage_details.output': 'outputTokens',
        'usage.output': 'outputTokens',
        completionTokens: 'outputTokens',
        outputUsage: 'outputTokens',
        'usageDetails.output_reasoning_tokens': 'reasoningTokens',
        'usage_details.output_reasoning_tokens': 'reasoningTokens',
        'costDetails.total': 'costUsd',
        'cost_details.total': 'costUsd',
        totalCost: 'costUsd',
        total_cost: 'costUsd',
        calculatedTotalCost: 'costUsd',
        latency: 'latencySeconds',
        level: 'status',
        id: 'requestId',
      },
      {
        promptName: 'prompt',
        prompt_name: 'prompt',
        name: 'name',
        traceName: 'trace',
        trace_name: 'trace',
        userId: 'user',
        user_id: 'user',
        environment: 'environment',
        tags: 'tags',
        sessionId: 'session',
        session_id: 'session',
      },
    ),
}
