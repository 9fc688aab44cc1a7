import type { CatalogModel } from '../../../shared/domain/model.ts'

export type ModelColumn =
  | 'label'
  | 'input'
  | 'output'
  | 'cacheRead'
  | 'cacheWrite5m'
  | 'contextTokens'
  | 'maxOutputTokens'

export interface ModelSort {
  readonly column: ModelColumn
  readonly isDescending: boolean
}

/** Sorted by a column; what is unknown comes last either way. Null keeps the catalog's order. */
export function sortModels(models: readonly CatalogModel[], sort: ModelSort | null): readonly CatalogModel[] {
  if (sort === null) return models
  const sign = sort.isDescending ? -1 : 1
  return [...models].sort((a, b) => {
    const left = sortValue(a, sort.column)
    const right = sortValue(b, sort.column)
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    if (typeof left === 'string' || typeof right === 'string')
      return sign * String(left).localeCompare(String(right), 'en')
    return sign * (left - right)
  })
}

function sortValue(model: CatalogModel, column: ModelColumn): string | number | null {
  if (column === 'label') return model.label
  if (column === 'contextTokens' || column === 'maxOutputTokens') return model[column]
  return model.price?.prices[column] ?? null
}
