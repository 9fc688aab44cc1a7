import type { Scorer } from '../scorer.ts'
import { dotProduct, similarityScorer } from '../similarity.ts'

export const plugin: Scorer = {
  id: 'similar',
  label: 'Similar (cosine)',
  description: 'An embedding model finds output and value alike in meaning, whatever their words.',
  ...similarityScorer({ measure: cosine, isDistance: false }),
}

function cosine(a: readonly number[], b: readonly number[]): number {
  return dotProduct(a, b) / Math.sqrt(dotProduct(a, a) * dotProduct(b, b))
}
