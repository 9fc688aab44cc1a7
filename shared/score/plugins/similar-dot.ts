import type { Scorer } from '../scorer.ts'
import { dotProduct, similarityScorer } from '../similarity.ts'

export const plugin: Scorer = {
  id: 'similar-dot',
  label: 'Similar (dot product)',
  description: 'The product of the vectors that an embedding model gives for output and value reaches the threshold.',
  ...similarityScorer({ measure: dotProduct, isDistance: false }),
}
