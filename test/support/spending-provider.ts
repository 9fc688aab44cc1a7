import { ProviderError } from '../../electron/core/providers/provider-error.ts'
import { seededRandom } from '../../shared/stats/seeded-random.ts'
import { type Answer, reply, turn, usageOf } from './engine-bench.ts'

/** Of testModel: 1,000 nano-dollars a token in, 10,000 out; at most 100 tokens out. */
export const DEAREST_OUTPUT = 100 * 10_000

/**
 * Answers of random length after random delays; one in ten fails, and half of those are billed all the same, at the most
 * that they could cost. Every charge is told to `bill` before the answer leaves.
 */
export function spendingProvider(seed: string, bill: (nanoUsd: number) => void): Answer {
  const random = seededRandom(seed)
  return async () => {
    for (let turns = Math.floor(random() * 6); turns > 0; turns--) await turn()
    const kind = random()
    if (kind < 0.1) {
      const billing = kind < 0.05 ? 'rejected' : 'unknown'
      if (billing === 'unknown') bill(DEAREST_OUTPUT)
      throw new ProviderError('provider-failed', 'No.', { billing, isRetryable: true, retryAfterMs: null, status: 503 })
    }
    const usage = usageOf(7, Math.ceil(random() * 100))
    bill(usage.inputTokens * 1000 + usage.outputTokens * 10_000)
    return reply('ok', { usage })
  }
}
