import { useMemo } from 'react'
import type { ModelId } from '../../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import type { ProviderInfo } from '../../../../shared/domain/provider.ts'
import { useAnsweringModels } from '../../../client/use-answering-models.ts'
import { useRoute } from '../../../client/use-route.ts'

export interface ModelOption {
  readonly model: CatalogModel
  /** One of the models of the settings. */
  readonly isChosen: boolean
  /** Why it cannot be called now: "no key". */
  readonly obstacle: string | null
  /** Null while its provider is not set up. */
  readonly provider: ProviderInfo | null
}

/** All models: the chosen ones first, then the simulation, then those that can be called now. */
export function useModelOptions(chosenIds: readonly ModelId[]): readonly ModelOption[] {
  const models = useAnsweringModels()
  const providers = useRoute('providers.list', {}).data
  return useMemo(() => {
    if (!models || !providers) return []
    const options = models.map((model) => {
      const provider = providers.find(({ id }) => id === model.providerId)
      const obstacle = !provider ? 'not set up' : provider.needsKey && !provider.hasKey ? 'no key' : null
      return { model, isChosen: chosenIds.includes(model.id), obstacle, provider: provider ?? null }
    })
    return options.toSorted((a, b) => rank(a, chosenIds) - rank(b, chosenIds))
  }, [models, providers, chosenIds])
}

function rank({ model, isChosen, obstacle }: ModelOption, chosenIds: readonly ModelId[]): number {
  if (isChosen) return chosenIds.indexOf(model.id)
  if (model.isSimulation) return 100
  return obstacle === null ? 200 : 300
}
