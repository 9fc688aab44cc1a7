import { z } from 'zod'
import { AppError } from '../contract/errors.ts'
import { ReferenceOptions, referencesOf } from './references.ts'
import type { Scorer, ScorerVerdict } from './scorer.ts'

/** What promptfoo takes where nothing is named. */
const DEFAULT_MODEL = 'openai/text-embedding-3-large'

const SimilarityOptions = ReferenceOptions.extend({
  threshold: z.number().min(0).max(1000).default(0.75).describe('Passes from'),
  model: z.string().max(200).default(DEFAULT_MODEL).describe('Embedding model, as provider/model'),
})

/** Vectors of the same length as one figure. */
type Measure = (a: readonly number[], b: readonly number[]) => number

export interface Similarity {
  readonly measure: Measure
  /** Whether less of it is better: a distance. */
  readonly isDistance: boolean
}

/**
 * The parts that scorers by embeddings share: output and reference go to an embedding model, and what their vectors have in common must reach a
 * threshold; verdicts and scores as promptfoo 0.121's, which are kept within 0 and 1 here. Of several references, the best counts.
 */
export function similarityScorer(
  similarity: Similarity,
): Pick<Scorer, 'group' | 'value' | 'options' | 'score' | 'needsEmbedder' | 'judgeCalls'> {
  return {
    group: 'similarity',
    value: { isRequired: true, hint: 'Text to come close to, such as {{expected}}' },
    options: SimilarityOptions,
    needsEmbedder: true,
    judgeCalls: 2,
    async score({ output, value, options }, { judge }) {
      const parsed = SimilarityOptions.parse(options)
      if (!judge) throw new AppError('bad-input', 'No embedding model is lent here: it is asked when a run is made.')
      if (output.trim() === '') return { score: 0, hasPassed: false, reason: 'The output is empty.' }
      const { model: modelId } = parsed
      const own = await judge.embed({ modelId, text: output })
      const verdicts: ScorerVerdict[] = []
      for (const text of referencesOf(value, parsed)) {
        if (text.trim() === '') throw new AppError('bad-input', 'The text to come close to is empty.')
        const other = await judge.embed({ modelId, text })
        if (own.length !== other.length)
          throw new AppError('provider-failed', `The model ${modelId} gave vectors of two lengths.`)
        verdicts.push(verdictOf(similarity, similarity.measure(own, other), parsed.threshold))
      }
      // Scores end at 1: of two products above it, only one may reach the threshold.
      return verdicts.reduce((best, verdict) =>
        verdict.score > best.score || (verdict.hasPassed && !best.hasPassed) ? verdict : best,
      )
    },
  }
}

function verdictOf({ isDistance }: Similarity, figure: number, threshold: number): ScorerVerdict {
  if (!Number.isFinite(figure)) throw new AppError('provider-failed', 'The vectors have no direction.')
  const hasPassed = isDistance ? figure <= threshold + Number.EPSILON : figure >= threshold - Number.EPSILON
  const score = Math.min(1, Math.max(0, isDistance ? 1 / (1 + figure) : figure))
  const is = isDistance ? (hasPassed ? 'at most' : 'more than') : hasPassed ? 'at least' : 'less than'
  return {
    score,
    hasPassed,
    reason: `The ${isDistance ? 'distance' : 'similarity'} is ${figure.toFixed(4)}, ${is} the threshold ${threshold}.`,
  }
}

export function dotProduct(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
}
