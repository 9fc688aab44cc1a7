import { useEffect, useMemo } from 'react'
import type { ModelId } from '../../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import type { Settings } from '../../../../shared/domain/settings.ts'
import type { EstimatorState } from '../../../../shared/tokens/estimator.ts'
import type { TokenProfile } from '../../../../shared/tokens/token-profile.ts'
import { useServices } from '../../../client/services.tsx'
import { useAnsweringModels } from '../../../client/use-answering-models.ts'
import { useRoute } from '../../../client/use-route.ts'
import { profileOf } from './model-costs.ts'

export interface ChosenModels {
  readonly models: readonly CatalogModel[]
  /** How each of them counts, in the same order. */
  readonly profiles: readonly TokenProfile[]
  /** What past calls have taught of them, in the same order; null = nothing. */
  readonly calibrations: readonly (EstimatorState | null)[]
  readonly catalog: readonly CatalogModel[]
  readonly settings: Settings | null
}

/** The models whose tokens and costs the meter shows, and how each of them counts. */
export function useChosenModels(): ChosenModels {
  const tokens = useServices().tokens()
  const settings = useRoute('settings.get', {}).data ?? null
  const catalog = useAnsweringModels()
  const providers = useRoute('providers.list', {}).data
  const chosen = settings?.chosenModelIds
  const models = useMemo(() => pick(chosen ?? [], catalog ?? []), [chosen, catalog])
  const profiles = useMemo(
    () => (providers ? models.map((model) => profileOf(model, providers)) : []),
    [models, providers],
  )
  const learned = useRoute('tokens.calibrations', models.length > 0 ? { modelIds: models.map(({ id }) => id) } : null, {
    keepPrevious: true,
  }).data
  const calibrations = useMemo(
    () => models.map(({ id }) => learned?.find(({ modelId }) => modelId === id)?.state ?? null),
    [models, learned],
  )
  useEffect(() => {
    tokens.watch([...new Set(['o200k_base' as const, ...profiles.map(({ encoding }) => encoding)])])
  }, [tokens, profiles])
  return { models, profiles, calibrations, catalog: catalog ?? [], settings }
}

function pick(ids: readonly ModelId[], catalog: readonly CatalogModel[]): readonly CatalogModel[] {
  return ids.flatMap((id) => catalog.find((model) => model.id === id) ?? [])
}
