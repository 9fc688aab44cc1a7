import { useState } from 'react'
import type { ModelId, ProviderId } from '../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import { ModelRow } from './model-row.tsx'
import styles from './model-table.module.css'
import { type ModelColumn, type ModelSort, sortModels } from './sort-models.ts'

export interface ModelTableProps {
  readonly models: readonly CatalogModel[]
  readonly providerLabels: ReadonlyMap<ProviderId, string>
  readonly chosenIds: readonly ModelId[]
  readonly maxChosen: number
  readonly onOpen: (model: CatalogModel) => void
  readonly onToggle: (id: ModelId) => void
}

const NUMBERS: readonly { readonly column: ModelColumn; readonly label: string }[] = [
  { column: 'input', label: 'Input' },
  { column: 'output', label: 'Output' },
  { column: 'cacheRead', label: 'Cache read' },
  { column: 'cacheWrite5m', label: 'Cache write' },
]
const LIMITS: readonly { readonly column: ModelColumn; readonly label: string }[] = [
  { column: 'contextTokens', label: 'Context' },
  { column: 'maxOutputTokens', label: 'Max output' },
]

export function ModelTable({ models, providerLabels, chosenIds, maxChosen, onOpen, onToggle }: ModelTableProps) {
  const [sort, setSort] = useState<ModelSort | null>(null)
  const today = new Date().toISOString().slice(0, 10)
  const isFull = chosenIds.length >= maxChosen

  /** Up, down, and back to the catalog's order. */
  function sortBy(column: ModelColumn): void {
    if (sort?.column !== column) setSort({ column, isDescending: false })
    else setSort(sort.isDescending ? null : { column, isDescending: true })
  }

  function sortHead(column: ModelColumn, label: string, isNumber: boolean) {
    const state = sort?.column === column ? (sort.isDescending ? 'descending' : 'ascending') : 'none'
    return (
      <th key={column} scope="col" aria-sort={state} className={isNumber ? styles.number : undefined}>
        <button type="button" className={styles.sort} onClick={() => sortBy(column)}>
          {label}
          {state === 'none' ? '' : state === 'ascending' ? ' ↑' : ' ↓'}
        </button>
      </th>
    )
  }

  return (
    <div className={styles.scroll}>
      <table className={styles.table} data-testid="model-table">
        <thead>
          <tr>
            <th scope="col" className={styles.star}>
              <span className="visually-hidden">In the meter</span>
            </th>
            {sortHead('label', 'Model', false)}
            <th scope="col">Provider</th>
            {NUMBERS.map(({ column, label }) => sortHead(column, label, true))}
            {LIMITS.map(({ column, label }) => sortHead(column, label, true))}
            <th scope="col">Price read on</th>
            <th scope="col">Takes</th>
          </tr>
        </thead>
        <tbody>
          {sortModels(models, sort).map((model) => (
            <ModelRow
              key={model.id}
              model={model}
              providerLabel={providerLabels.get(model.providerId) ?? model.providerId}
              isChosen={chosenIds.includes(model.id)}
              isFull={isFull}
              today={today}
              onOpen={() => onOpen(model)}
              onToggle={() => onToggle(model.id)}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}
