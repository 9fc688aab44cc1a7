import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { ResultFilter, ResultSort } from '../../../../shared/domain/results.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { useRemembered } from '../../../client/use-remembered.ts'
import type { ResultQuestion } from './use-result-pages.ts'

const SEARCH_AFTER_MS = 200

/** How many lines of an output a row shows; auto = by how long the outputs are. */
export type Fold = 'auto' | '1' | '2' | '4' | '8'

export interface ResultView {
  readonly question: ResultQuestion
  readonly filter: ResultFilter
  readonly setFilter: (filter: ResultFilter) => void
  readonly search: string
  readonly setSearch: (search: string) => void
  readonly sort: ResultSort | null
  readonly setSort: (sort: ResultSort | null) => void
  readonly fold: Fold
  readonly setFold: (fold: Fold) => void
  /** Index of the column that the others are compared with; null = none. */
  readonly baseline: number | null
  readonly setBaseline: (column: number | null) => void
}

/** Which rows are shown, in which order and how high. */
export function useResultView(run: Run, comparison: Pick<ResultView, 'baseline' | 'setBaseline'>): ResultView {
  const [filter, setFilter] = useState<ResultFilter>('all')
  const [search, setSearch] = useState('')
  const [sort, setSort] = useState<ResultSort | null>(null)
  const [fold, setFold] = useRemembered<Fold>('results.fold', 'auto')
  const [settledSearch] = useDebouncedValue(search, SEARCH_AFTER_MS)
  return {
    question: { runId: run.id, filter, search: settledSearch.trim(), sort },
    filter,
    setFilter,
    search,
    setSearch,
    sort,
    setSort,
    fold,
    setFold,
    ...comparison,
  }
}
