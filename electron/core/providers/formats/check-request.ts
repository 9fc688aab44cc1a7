import type { ProviderRequest } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'

/**
 * Refuses what no provider can take, before anything is sent.
 *
 * @throws ProviderError `bad-input` for text that is no Unicode (half of a surrogate pair would be replaced on the way)
 */
export function checkRequest({ messages }: ProviderRequest): void {
  const at = messages.findIndex(({ content }) => !content.isWellFormed())
  if (at === -1) return
  throw notSent(
    `Message ${at + 1} holds half of a character (a lone surrogate). Delete the broken character and paste it again.`,
  )
}

/** A request that cannot be sent as it is. */
export function notSent(message: string): ProviderError {
  return new ProviderError('bad-input', message, {
    billing: 'not-sent',
    isRetryable: false,
    retryAfterMs: null,
    status: null,
  })
}
