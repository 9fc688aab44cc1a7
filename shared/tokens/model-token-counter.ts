import type { Encoder } from './encoder.ts'
import { Estimator, startEstimator } from './estimator.ts'
import type { TokenProfile } from './token-profile.ts'

/** Counts texts as a model does: exactly where its vocabulary is public, else by the published ratios. */
export function modelTokenCounter(
  { ratioPrior }: Pick<TokenProfile, 'ratioPrior'>,
  encoder: Pick<Encoder, 'count' | 'features'>,
): (text: string) => number {
  if (!ratioPrior) return (text) => encoder.count(text)
  const estimator = new Estimator(startEstimator(ratioPrior))
  return (text) => estimator.estimateText(encoder.features(text))
}
