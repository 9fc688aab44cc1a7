import type { RenderedMessage } from '../domain/prompt.ts'
import type { UsageSample } from './calibrate.ts'
import { emptyFeatures } from './content-class.ts'
import type { Encoder } from './encoder.ts'
import { framingTokens, overheadRule } from './overhead-rule.ts'
import type { TokenProfile } from './token-profile.ts'

/** What a call of these messages teaches, once the provider has said how many tokens they are. */
export function usageSample(
  messages: readonly RenderedMessage[],
  promptTokens: number,
  { overheadRule: rule, ratioPrior }: Pick<TokenProfile, 'overheadRule' | 'ratioPrior'>,
  encoder: Pick<Encoder, 'count' | 'features'>,
): UsageSample {
  const features = emptyFeatures()
  for (const { content } of messages) {
    for (const [index, tokens] of encoder.features(content).entries()) features[index] = (features[index] ?? 0) + tokens
  }
  const framing = framingTokens(overheadRule(rule), messages, encoder)
  return { features, promptTokens, framingTokens: framing - (ratioPrior?.overheadTokens ?? 0) }
}
