import type { LogProbability } from '../../../shared/domain/log-probability.ts'

/** A reply's two columns as one value; null where it has none. */
export function toLogProbability(row: {
  readonly mean_log_probability: number | null
  readonly log_probability_tokens: number | null
}): LogProbability | null {
  const { mean_log_probability: mean, log_probability_tokens: tokens } = row
  return mean === null || tokens === null ? null : { mean, tokens }
}
