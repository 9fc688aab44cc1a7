import type { RunMode } from '../../../../shared/domain/run.ts'
import type { ModelOption } from './use-model-options.ts'

/** Why models cannot run in a mode, in a sentence; null when each of them can. */
export function modeObstacle(mode: RunMode, models: readonly ModelOption[]): string | null {
  if (mode === 'live') return null
  if (models.length === 0) return 'Choose a model first.'
  const without = models.filter((option) => !(mode === 'flex' ? canFlex(option) : canBatch(option)))
  if (without.length === 0) return null
  const names = without.map(({ model }) => model.label).join(', ')
  const have = without.length === 1 ? 'has' : 'have'
  return mode === 'flex'
    ? `Not by flex: ${names} ${have} no flex service or no known flex price.`
    : `Not by batch: ${names} ${have} no batch API or no known batch price.`
}

function canFlex({ model, provider }: ModelOption): boolean {
  return provider?.hasFlex === true && typeof model.price?.flexFactor === 'number'
}

function canBatch({ model, provider }: ModelOption): boolean {
  return provider?.hasBatches === true && typeof model.price?.batchFactor === 'number'
}
