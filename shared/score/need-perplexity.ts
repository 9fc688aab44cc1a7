import { AppError } from '../contract/errors.ts'
import type { AnswerFacts } from './scorer.ts'

/** exp of the mean negative log-probability of an answer's tokens; 1 = certain. @throws AppError `bad-input` where it is not known */
export function needPerplexity(answer: AnswerFacts | null | undefined): number {
  const known = answer?.logProbability ?? null
  if (known === null)
    throw new AppError('bad-input', 'How sure the model was is not known: its provider tells no log-probabilities.')
  return Math.exp(-known.mean)
}
