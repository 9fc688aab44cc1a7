import { bucketRows, columnsByName, type UsageFormat } from '../usage-format.ts'

/**
 * OpenAI's organization usage and costs (`/v1/organization/usage/completions`, `/v1/organization/costs`): pages of buckets with results,
 * and the CSV of the same columns. `input_tokens` holds the cached ones.
 */
export const plugin: UsageFormat = {
  id: 'openai-usage',
  label: 'OpenAI usage export',
  isAggregated: true,
  note:
    'Each row stands for the calls of one bucket of time, so there is no figure per call. Import usage or costs of the same days, ' +
    'not both: their money would count twice.',
  isFormatOf: (columns) =>
    columns.has('num_model_requests') || (columns.has('amount.value') && columns.has('line_item')),
  flatten: (row) => bucketRows(row, ['start_time', 'start_time_iso', 'end_time', 'end_time_iso']),
  mapColumns: (columns) =>
    columnsByName(
      columns,
      {
        start_time: 'time',
        start_time_iso: 'time',
        model: 'model',
        line_item: 'model',
        num_model_requests: 'calls',
        input_tokens: 'promptTokens',
        input_cached_tokens: 'cacheReadTokens',
        output_tokens: 'outputTokens',
        'amount.value': 'costUsd',
        amount_value: 'costUsd',
      },
      {
        project_name: 'project',
        project_id: 'project id',
        user_email: 'user',
        user_id: 'user id',
        api_key_name: 'API key',
        api_key_id: 'API key id',
        batch: 'batch',
        service_tier: 'service tier',
      },
    ),
}
