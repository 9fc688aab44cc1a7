import type { TextFeatures } from './content-class.ts'
import { Estimator, type EstimatorPrior, type EstimatorState, startEstimator } from './estimator.ts'

/** What one past call tells about a tokenizer. */
export interface UsageSample {
  /** Of all texts of its messages together. */
  readonly features: TextFeatures
  /** What the provider counted as the prompt: read, written and plain input tokens. */
  readonly promptTokens: number
  /** Framing beyond that of a request with one message, from the overhead rule. */
  readonly framingTokens: number
}

/**
 * Fits a model's tokens per content class to the usage of past calls, oldest first.
 *
 * Ratios shrink to the family's published ones as far as the calls say nothing about a class; the spread of what is
 * left gives the 90 % band. More calls may be added to an earlier state: the result is the same as of all at once.
 */
export function calibrate(
  prior: EstimatorPrior,
  samples: readonly UsageSample[],
  before: EstimatorState | null = null,
): EstimatorState {
  const estimator = new Estimator(before ?? startEstimator(prior))
  for (const { features, promptTokens, framingTokens } of samples)
    estimator.observe(features, promptTokens, framingTokens)
  return estimator.toState()
}
