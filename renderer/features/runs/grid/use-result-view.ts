import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import type { Run } from '../../../../shared/domain/run.ts'
import { type Fold, type RunView, wholeRun } from '../../../../shared/domain/run-view.ts'
import { useNavigate, usePlace } from '../../../client/services.tsx'
import { useRemembered } from '../../../client/use-remembered.ts'
import type { RunQuestion } from './use-result-pages.ts'

const SEARCH_AFTER_MS = 200

export interface ResultView {
  readonly question: RunQuestion
  /** Another text whenever other rows are shown, or in another order. */
  readonly rows: string
  /** As a link holds it. */
  readonly view: RunView
  readonly change: (part: Partial<RunView>) => void
  /** What is being typed; searched for a moment later. */
  readonly search: string
  readonly setSearch: (search: string) => void
  readonly fold: Fold
  readonly setFold: (fold: Fold) => void
  /** Index of the column that the others are compared with; null = none. */
  readonly baseline: number | null
  readonly setBaseline: (column: number | null) => void
  /** Indices of the columns that are shown. */
  readonly shown: readonly number[]
}

/** Which rows and columns are shown, in which order and how large; kept with the place, so that "back" and a reload find it again. */
export function useResultView(run: Run, comparison: Pick<ResultView, 'baseline' | 'setBaseline'>): ResultView {
  const place = usePlace()
  const { replace } = useNavigate()
  const view = place.page === 'runs' && place.runId === run.id ? (place.view ?? wholeRun) : wholeRun
  const [search, setSearch] = useState(view.search)
  const [settled] = useDebouncedValue(search, SEARCH_AFTER_MS)
  const [fold, setFold] = useRemembered<Fold>('results.fold', 'auto')
  const change = (part: Partial<RunView>) => replace({ page: 'runs', runId: run.id, view: { ...view, ...part } })
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed is written into the place, and once
  useEffect(() => {
    if (settled.trim() !== view.search) change({ search: settled.trim() })
  }, [settled])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a view that was opened brings its own search
  useEffect(() => {
    if (view.search !== search.trim()) setSearch(view.search)
  }, [view.search])
  const { hidden: _, zoom: __, brought: ___, ...question } = view
  const column = run.columns[comparison.baseline ?? 0]
  const baseline = column ? { variantId: column.variantId, modelId: column.modelId } : null
  const shown = run.columns.map((_, index) => index).filter((index) => !view.hidden.includes(index))
  // The baseline matters to one filter only; with the others it would make the same rows be read again.
  const asked = { ...question, runId: run.id, baseline: view.filter === 'disagreeing' ? baseline : null }
  return {
    question: asked,
    rows: JSON.stringify(asked),
    view,
    change,
    search,
    setSearch,
    fold,
    setFold,
    ...comparison,
    shown: shown.length > 0 ? shown : run.columns.map((_, index) => index),
  }
}
