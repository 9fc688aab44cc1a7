import { useMemo } from 'react'
import type { CatalogModel } from '../../shared/domain/model.ts'
import { useRoute } from './use-route.ts'

/** Models that a prompt can be sent to: embedding models are not. Undefined while they are on their way. */
export function useAnsweringModels(): readonly CatalogModel[] | undefined {
  const models = useRoute('models.list', {}).data
  return useMemo(() => models?.filter(({ embeds }) => !embeds), [models])
}
