import { hash } from 'node:crypto'
import type { ProviderRequest } from '../provider.ts'

/**
 * OpenAI caches prompts by itself; requests with the same key go to the same place, which makes a hit likelier. The same for
 * all cases of a variant: a hash of what they share.
 *
 * @returns nothing to send unless the variant asks for caching
 * @see OpenAI's guide to prompt caching, `prompt_cache_key` (2026-10)
 */
export function promptCacheKey({ messages, parameters }: Pick<ProviderRequest, 'messages' | 'parameters'>) {
  const { cache = 'none' } = parameters
  if (cache === 'none') return {}
  const shared = cache === 'prefix' ? messages.slice(0, -1) : messages
  if (shared.length === 0) return {}
  return { prompt_cache_key: `pithy-${hash('sha256', JSON.stringify(shared)).slice(0, 32)}` }
}
