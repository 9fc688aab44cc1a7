import { firstCallScorer } from '../first-call-scorer.ts'
import type { Scorer } from '../scorer.ts'

export const plugin: Scorer = {
  id: 'is-valid-openai-function-call',
  label: 'Valid function call (OpenAI)',
  ...firstCallScorer,
}
