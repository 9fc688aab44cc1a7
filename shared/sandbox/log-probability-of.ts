import type { LogProbability } from '../domain/log-probability.ts'
import { hashToUnit } from './words.ts'

/** What a token costs in certainty that is not part of a choice, at most. */
const LEAST_DOUBT = 0.04

/**
 * How sure the simulation is of an answer, as a model would tell it: its choices count with their certainty, every token with a little
 * doubt of its own. Deterministic, and as little worth for a real model as the answer is.
 */
export function logProbabilityOf(
  { text, certainties }: { readonly text: string; readonly certainties: readonly number[] },
  tokens: number,
): LogProbability | null {
  if (tokens === 0) return null
  const chosen = certainties.reduce((sum, certainty) => sum + Math.log(certainty), 0)
  return { mean: chosen / tokens - LEAST_DOUBT * hashToUnit(text), tokens }
}
