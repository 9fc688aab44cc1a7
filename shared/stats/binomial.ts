import { logGamma } from './student-t.ts'

/** Probability of exactly `count` successes in `trials`, each with probability `rate`. */
export function binomialProbability(count: number, trials: number, rate = 0.5): number {
  if (count < 0 || count > trials) return 0
  if (rate <= 0) return count === 0 ? 1 : 0
  if (rate >= 1) return count === trials ? 1 : 0
  const choose = logGamma(trials + 1) - logGamma(count + 1) - logGamma(trials - count + 1)
  return Math.exp(choose + count * Math.log(rate) + (trials - count) * Math.log1p(-rate))
}
