import type { ModelId, ProviderId } from '../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'

export interface ModelFilter {
  readonly text: string
  readonly providerId: ProviderId | null
  readonly isChosenOnly: boolean
}

/** The models that hold every word of the text in id or label, in their order; "unpriced" and "simulation" are words too. */
export function filterModels(
  models: readonly CatalogModel[],
  { text, providerId, isChosenOnly }: ModelFilter,
  chosen: ReadonlySet<ModelId>,
): readonly CatalogModel[] {
  const words = text.toLowerCase().split(/\s+/)
  return models.filter((model) => {
    if (providerId !== null && model.providerId !== providerId) return false
    if (isChosenOnly && !chosen.has(model.id)) return false
    const marks = `${model.price ? '' : 'unpriced'} ${model.isSimulation ? 'simulation' : ''} ${model.origin}`
    const all = `${model.id} ${model.label} ${marks}`.toLowerCase()
    return words.every((word) => all.includes(word))
  })
}
