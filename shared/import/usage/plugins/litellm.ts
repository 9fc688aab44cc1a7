import { columnsByName, type UsageFormat } from '../usage-format.ts'

/** LiteLLM's spend logs (`LiteLLM_SpendLogs`, `/spend/logs`). `prompt_tokens` is the whole prompt; hits of its own cache cost nothing. */
export const plugin: UsageFormat = {
  id: 'litellm',
  label: 'LiteLLM spend logs',
  isAggregated: false,
  isFormatOf: (columns) => columns.has('spend') && columns.has('call_type') && columns.has('startTime'),
  mapColumns: (columns) =>
    columnsByName(
      columns,
      {
        startTime: 'time',
        endTime: 'endTime',
        model: 'model',
        prompt_tokens: 'promptTokens',
        completion_tokens: 'outputTokens',
        'metadata.usage_object.prompt_tokens_details.cached_tokens': 'cacheReadTokens',
        'metadata.additional_usage_values.cache_read_input_tokens': 'cacheReadTokens',
        'metadata.additional_usage_values.cache_creation_input_tokens': 'cacheWrite5mTokens',
        'metadata.usage_object.completion_tokens_details.reasoning_tokens': 'reasoningTokens',
        spend: 'costUsd',
        status: 'status',
        request_id: 'requestId',
        cache_key: 'promptHash',
      },
      {
        request_tags: 'tags',
        model_group: 'model group',
        user: 'user',
        end_user: 'end user',
        team_id: 'team',
        call_type: 'call type',
        cache_hit: 'cache hit',
        api_key: 'API key',
      },
    ),
}
