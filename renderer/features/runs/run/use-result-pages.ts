import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Output } from '../../../../shared/contract/routes.ts'
import type { RunId } from '../../../../shared/domain/ids.ts'
import type { ResultFilter, ResultRow, ResultSort } from '../../../../shared/domain/results.ts'
import { useClient } from '../../../client/services.tsx'

const PAGE_ROWS = 100
/** Pages out of sight are let go soon: a run may have a million cells. */
const KEPT_MS = 30_000

export interface ResultQuestion {
  readonly runId: RunId
  readonly filter: ResultFilter
  readonly search: string
  readonly sort: ResultSort | null
}

export interface ResultPages {
  /** Null until the first page is there. */
  readonly matching: number | null
  readonly total: number
  /** Null while its page is on the way. */
  readonly rowAt: (index: number) => ResultRow | null
  readonly error: Error | null
  readonly retry: () => void
  /** True while the rows of another filter or order are still shown. */
  readonly isStale: boolean
}

/** Rows of the results, read page by page as they come into view. */
export function useResultPages(
  question: ResultQuestion,
  range: { readonly first: number; readonly last: number },
): ResultPages {
  const client = useClient()
  const lastTotals = useRef<{ readonly runId: RunId; readonly matching: number; readonly total: number } | null>(null)
  const firstPage = Math.floor(Math.max(0, range.first) / PAGE_ROWS)
  const lastPage = Math.max(firstPage, Math.floor(Math.max(0, range.last) / PAGE_ROWS))
  const numbers = Array.from({ length: lastPage - firstPage + 1 }, (_, index) => firstPage + index)
  const answers = useQueries({
    queries: numbers.map((page) => {
      const input = { ...question, offset: page * PAGE_ROWS, limit: PAGE_ROWS }
      return {
        queryKey: ['results.page', input],
        queryFn: ({ signal }: { signal: AbortSignal }): Promise<Output<'results.page'>> =>
          client.call('results.page', input, { signal }),
        gcTime: KEPT_MS,
        // Only of the same place in the list: rows of another page would stand in the wrong order.
        placeholderData: page === 0 ? keepPreviousData : undefined,
      }
    }),
  })
  const known = answers.find(({ data }) => data !== undefined)?.data
  if (known) lastTotals.current = { runId: question.runId, matching: known.matching, total: known.total }
  const totals = lastTotals.current?.runId === question.runId ? lastTotals.current : null
  return {
    matching: totals?.matching ?? null,
    total: totals?.total ?? 0,
    rowAt: (index) => answers[Math.floor(index / PAGE_ROWS) - firstPage]?.data?.rows[index % PAGE_ROWS] ?? null,
    error: answers.find(({ error }) => error !== null)?.error ?? null,
    retry: () => {
      for (const { refetch } of answers) void refetch()
    },
    isStale: answers.some(({ isPlaceholderData }) => isPlaceholderData),
  }
}
