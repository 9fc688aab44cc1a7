import { useMemo } from 'react'
import type { ModelId } from '../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import { useAnsweringModels } from '../../client/use-answering-models.ts'
import { useRoute } from '../../client/use-route.ts'

interface Group {
  readonly group: string
  readonly items: { readonly value: ModelId; readonly label: string }[]
}

export interface TargetModels {
  readonly groups: readonly Group[]
  /** The first chosen model that is no simulation; null until the models are known. */
  readonly defaultId: ModelId | null
}

/** The models that code can be written for: real ones, the chosen first; the simulation last, for Markdown only. */
export function useTargetModels(askedId: ModelId | null): TargetModels {
  const models = useAnsweringModels()
  const settings = useRoute('settings.get', {}).data
  const providers = useRoute('providers.list', {}).data
  return useMemo(() => {
    if (!models || !settings) return { groups: [], defaultId: null }
    const real = models.filter(({ isSimulation }) => !isSimulation)
    const chosen = settings.chosenModelIds.flatMap((id) => real.find((model) => model.id === id) ?? [])
    const providerIds = [...new Set(real.map(({ providerId }) => providerId))]
    const groups = [
      { group: 'Chosen models', items: chosen.map(item) },
      ...providerIds.map((providerId) => ({
        group: providers?.find(({ id }) => id === providerId)?.label ?? providerId,
        items: real.filter((model) => model.providerId === providerId && !chosen.includes(model)).map(item),
      })),
      { group: 'Simulation, for Markdown only', items: models.filter(({ isSimulation }) => isSimulation).map(item) },
    ]
    // A model may be gone from the catalog; the server then says so.
    const isKnown = askedId === null || models.some(({ id }) => id === askedId)
    if (!isKnown) groups.push({ group: 'Not in the catalog', items: [{ value: askedId, label: askedId }] })
    return {
      groups: groups.filter(({ items }) => items.length > 0),
      defaultId: (chosen[0] ?? real[0] ?? models[0])?.id ?? null,
    }
  }, [models, settings, providers, askedId])
}

function item({ id, label }: CatalogModel): Group['items'][number] {
  return { value: id, label }
}
