import { z } from 'zod'

/**
 * How sure a model was of an answer: the mean of its tokens' natural log-probabilities, 0 = certain. exp(−mean) is the perplexity.
 * Only this is kept: a list has a number for each token, and nothing that is judged here reads it.
 */
export const LogProbability = z.object({ mean: z.number(), tokens: z.number().int().positive() })
export type LogProbability = z.infer<typeof LogProbability>
