import type { Usage } from '../../../../shared/domain/usage.ts'
import type { EarlyStop } from '../provider.ts'

/**
 * What a call that we stopped has used: the provider's own count of the input where it told one (Anthropic does, caches
 * included), ours elsewhere; of the output always an estimate, since the final usage of a broken stream is never sent.
 *
 * @param counted our own count of the prompt and of the text that came
 */
export function stoppedUsage(counted: Usage, { usage }: EarlyStop): Usage {
  if (usage === null) return { ...counted, isEstimated: true }
  return { ...usage, outputTokens: Math.max(counted.outputTokens, usage.outputTokens), isEstimated: true }
}
