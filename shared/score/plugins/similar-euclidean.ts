import type { Scorer } from '../scorer.ts'
import { similarityScorer } from '../similarity.ts'

export const plugin: Scorer = {
  id: 'similar-euclidean',
  label: 'Similar (Euclidean distance)',
  description: 'The vectors that an embedding model gives for output and value are at most so far apart.',
  ...similarityScorer({ measure: distance, isDistance: true }),
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.sqrt(a.reduce((sum, value, index) => sum + (value - (b[index] ?? 0)) ** 2, 0))
}
