import { bucketRows, columnsByName, type UsageFormat } from '../usage-format.ts'

/**
 * Anthropic's usage and cost reports (`/v1/organizations/usage_report/messages`, `/v1/organizations/cost_report`): buckets with
 * results, and the Console's CSV. The classes of input do not overlap; amounts of the cost report are cents.
 */
export const plugin: UsageFormat = {
  id: 'anthropic-usage',
  label: 'Anthropic usage and cost export',
  isAggregated: true,
  note: 'Each row stands for an unknown number of calls. Import usage or costs of the same days, not both: their money would count twice.',
  isFormatOf: (columns) =>
    columns.has('uncached_input_tokens') ||
    columns.has('usage_input_tokens_no_cache') ||
    columns.has('cost_type') ||
    (columns.has('usage_date_utc') && columns.has('cost_usd')),
  flatten: (row) => bucketRows(row, ['starting_at', 'ending_at']),
  mapColumns: (columns) =>
    columnsByName(
      columns,
      {
        starting_at: 'time',
        usage_date_utc: 'time',
        model: 'model',
        model_version: 'model',
        uncached_input_tokens: 'inputTokens',
        usage_input_tokens_no_cache: 'inputTokens',
        cache_read_input_tokens: 'cacheReadTokens',
        usage_input_tokens_cache_read: 'cacheReadTokens',
        'cache_creation.ephemeral_5m_input_tokens': 'cacheWrite5mTokens',
        usage_input_tokens_cache_write_5m: 'cacheWrite5mTokens',
        'cache_creation.ephemeral_1h_input_tokens': 'cacheWrite1hTokens',
        usage_input_tokens_cache_write_1h: 'cacheWrite1hTokens',
        output_tokens: 'outputTokens',
        usage_output_tokens: 'outputTokens',
        amount: 'costCents',
        cost_usd: 'costUsd',
      },
      {
        workspace: 'workspace',
        workspace_id: 'workspace id',
        api_key: 'API key',
        api_key_id: 'API key id',
        service_tier: 'service tier',
        usage_type: 'usage type',
        token_type: 'token type',
        context_window: 'context window',
      },
    ),
}
