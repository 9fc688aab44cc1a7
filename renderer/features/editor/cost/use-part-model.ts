import type { ModelId } from '../../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import { useRemembered } from '../../../client/use-remembered.ts'
import type { Desk } from '../use-desk.ts'
import type { ModelCost } from './model-costs.ts'

export type MoneyUnit = keyof typeof MONEY_UNITS

export const MONEY_UNITS = { call: '$ per call', thousand: '$ per 1,000', month: '$ per month' }

export interface PartModel {
  /** Null while no model is chosen. */
  readonly model: CatalogModel | null
  /** Null while its tokens are being counted. */
  readonly cost: ModelCost | null
  readonly choose: (id: ModelId) => void
}

/** The chosen model whose prices are shared out to the parts, the same in the table and beside the text. */
export function usePartModel({ models, costs }: Desk): PartModel {
  const [modelId, choose] = useRemembered<ModelId | null>('breakdown-model', null)
  const place = Math.max(
    0,
    models.findIndex(({ id }) => id === modelId),
  )
  return { model: models[place] ?? null, cost: costs[place] ?? null, choose }
}

/** What the money of a part is per, the same in the table and beside the text. */
export function useMoneyUnit(): readonly [MoneyUnit, (unit: MoneyUnit) => void] {
  const [unit, setUnit] = useRemembered<MoneyUnit>('breakdown-unit', 'month')
  return [unit, setUnit]
}
