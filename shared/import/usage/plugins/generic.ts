import type { UsageUse } from '../../../domain/usage-log.ts'
import { columnsByName, type UsageFormat } from '../usage-format.ts'

/** By the last part of a column's name, in snake case. */
const USES: Readonly<Record<string, UsageUse>> = {
  time: 'time',
  timestamp: 'time',
  ts: 'time',
  date: 'time',
  datetime: 'time',
  created: 'time',
  created_at: 'time',
  start_time: 'time',
  started_at: 'time',
  request_time: 'time',
  end_time: 'endTime',
  ended_at: 'endTime',
  finished_at: 'endTime',
  model: 'model',
  model_id: 'model',
  model_name: 'model',
  prompt_tokens: 'promptTokens',
  input_tokens: 'promptTokens',
  tokens_in: 'promptTokens',
  input: 'promptTokens',
  uncached_input_tokens: 'inputTokens',
  cached_tokens: 'cacheReadTokens',
  cached_input_tokens: 'cacheReadTokens',
  input_cached_tokens: 'cacheReadTokens',
  cache_read: 'cacheReadTokens',
  cache_read_tokens: 'cacheReadTokens',
  cache_read_input_tokens: 'cacheReadTokens',
  cache_write: 'cacheWrite5mTokens',
  cache_write_tokens: 'cacheWrite5mTokens',
  cache_creation_input_tokens: 'cacheWrite5mTokens',
  completion_tokens: 'outputTokens',
  output_tokens: 'outputTokens',
  tokens_out: 'outputTokens',
  output: 'outputTokens',
  reasoning_tokens: 'reasoningTokens',
  thinking_tokens: 'reasoningTokens',
  cost: 'costUsd',
  cost_usd: 'costUsd',
  total_cost: 'costUsd',
  spend: 'costUsd',
  price: 'costUsd',
  usd: 'costUsd',
  latency: 'latencyMs',
  latency_ms: 'latencyMs',
  duration_ms: 'latencyMs',
  response_time_ms: 'latencyMs',
  latency_s: 'latencySeconds',
  duration: 'latencySeconds',
  duration_s: 'latencySeconds',
  calls: 'calls',
  requests: 'calls',
  num_requests: 'calls',
  request_count: 'calls',
  status: 'status',
  status_code: 'status',
  error: 'status',
  is_error: 'status',
  has_error: 'status',
  failed: 'status',
  request_id: 'requestId',
  prompt_hash: 'promptHash',
  prompt: 'promptHash',
  cache_key: 'promptHash',
}
/** The most telling first. */
const TAGS = [
  'feature',
  'endpoint',
  'user',
  'user_id',
  'team',
  'tenant',
  'customer',
  'app',
  'service',
  'route',
  'environment',
  'env',
  'prompt_name',
  'tag',
  'tags',
  'project',
  'session',
  'session_id',
  'api_key',
]

/** Any table with a row per call: told by no column, so it comes last. */
export const plugin: UsageFormat = {
  id: 'generic',
  label: 'Table of calls (CSV, JSON Lines)',
  isAggregated: false,
  isFormatOf: () => true,
  mapColumns(columns) {
    // Caches beside `input_tokens` are Anthropic's way of counting, where the input holds none of them.
    const isDisjoint = columns.some((column) => /cache_(?:read|creation)_input_tokens$/i.test(column))
    const uses: Record<string, UsageUse> = {}
    const tags: Record<string, string> = {}
    for (const column of columns) {
      const name = nameOf(column)
      const use = USES[name]
      if (use !== undefined) uses[column] = isDisjoint && name === 'input_tokens' ? 'inputTokens' : use
    }
    for (const wanted of TAGS) for (const column of columns) if (nameOf(column) === wanted) tags[column] = wanted
    return columnsByName(columns, uses, tags)
  },
}

function nameOf(column: string): string {
  const last = column.slice(column.lastIndexOf('.') + 1)
  return last
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')
}
