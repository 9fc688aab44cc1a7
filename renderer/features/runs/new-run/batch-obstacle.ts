import type { ModelOption } from './use-model-options.ts'

/** Kinds of provider that have a batch API. */
const BATCHING: ReadonlySet<string> = new Set(['openai', 'anthropic'])

/** Why models cannot run as a batch, in a sentence; null when each of them can. */
export function batchObstacle(models: readonly ModelOption[]): string | null {
  if (models.length === 0) return 'Choose a model first.'
  const without = models.filter(
    ({ model, providerKind }) => providerKind === null || !BATCHING.has(providerKind) || !model.price?.batchFactor,
  )
  if (without.length === 0) return null
  const names = without.map(({ model }) => model.label).join(', ')
  return `Not by batch: ${names} ${without.length === 1 ? 'has' : 'have'} no batch API or no known batch price.`
}
