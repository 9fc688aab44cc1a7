import type { RenderedMessage } from '../../../../shared/domain/prompt.ts'
import type { ProviderKind } from '../../../../shared/domain/provider.ts'
import type { Usage } from '../../../../shared/domain/usage.ts'
import { countRequest } from '../../../../shared/tokens/count-tokens.ts'
import type { EncoderStore } from '../../../../shared/tokens/encodings.ts'
import { tokenProfile } from '../../../../shared/tokens/token-profile.ts'

export interface CountedCall {
  readonly providerKind: ProviderKind
  readonly modelName: string
  readonly messages: readonly RenderedMessage[]
  readonly output: string
}

/** What a call used by our own count, marked as estimated; for providers that send no usage. */
export async function countUsage(encoders: EncoderStore, call: CountedCall): Promise<Usage> {
  const profile = tokenProfile(call)
  const encoder = await encoders.load(profile.encoding)
  const reply = [{ role: 'assistant' as const, content: call.output }]
  return {
    inputTokens: countRequest({ messages: call.messages, encoder, profile }).tokens,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: countRequest({ messages: reply, encoder, profile }).perMessage[0] ?? 0,
    reasoningTokens: null,
    isEstimated: true,
  }
}
