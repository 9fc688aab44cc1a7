import { useQueries } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Input, Output } from '../../../../shared/contract/routes.ts'
import type { RunId } from '../../../../shared/domain/ids.ts'
import type { ResultQuestion, ResultRow } from '../../../../shared/domain/results.ts'
import type { Cell } from '../../../../shared/domain/run.ts'
import { useClient } from '../../../client/services.tsx'

const PAGE_ROWS = 50
/** Columns are read by blocks: with twenty of them, four fifths are out of sight. */
const BLOCK_COLUMNS = 5
/** Pages out of sight are let go soon: a run may have two million cells. */
const KEPT_MS = 20_000
/** How soon a search that is still under way is asked again. */
const SEARCH_AGAIN_MS = 400

export type RunQuestion = ResultQuestion & { readonly runId: RunId }

/** A row with the cells that have been read: null = not there yet; undefined = on the way. */
export interface GridRow {
  readonly evalCase: ResultRow['evalCase']
  readonly cells: readonly (readonly Cell[] | null | undefined)[]
}

export interface ResultPages {
  /** Null until the first page is there. */
  readonly matching: number | null
  readonly total: number
  /** Rows that the search has looked at, while it is under way. */
  readonly searched: number | null
  /** Null while its page is on the way. */
  readonly rowAt: (index: number) => GridRow | null
  readonly error: Error | null
  readonly retry: () => void
  /** True while the rows of another filter or order are still shown. */
  readonly isStale: boolean
}

type Page = Output<'results.page'>

interface Totals {
  readonly runId: RunId
  /** The question that they answer. */
  readonly asked: string
  readonly matching: number
  readonly total: number
}

export interface PageWindow {
  readonly first: number
  readonly last: number
  /** Indices of the columns in sight. */
  readonly columns: readonly number[]
}

/** Rows of the results, read page by page and a few columns at a time, as they come into view. */
export function useResultPages(question: RunQuestion, { first, last, columns }: PageWindow): ResultPages {
  const client = useClient()
  const lastTotals = useRef<Totals | null>(null)
  const merged = useRef(new Map<string, { readonly parts: readonly (Page | undefined)[]; readonly rows: GridRow[] }>())
  const firstPage = Math.floor(Math.max(0, first) / PAGE_ROWS)
  const lastPage = Math.max(firstPage, Math.floor(Math.max(0, last) / PAGE_ROWS))
  const pages = Array.from({ length: lastPage - firstPage + 1 }, (_, index) => firstPage + index)
  const blocks = [
    ...new Set(columns.length > 0 ? columns.map((index) => Math.floor(index / BLOCK_COLUMNS)) : [0]),
  ].sort((a, b) => a - b)
  const places = pages.flatMap((page) => blocks.map((block) => ({ page, block })))
  const answers = useQueries({
    queries: places.map(({ page, block }) => {
      const input = {
        ...question,
        offset: page * PAGE_ROWS,
        limit: PAGE_ROWS,
        columnFrom: block * BLOCK_COLUMNS,
        columnCount: BLOCK_COLUMNS,
      } satisfies Input<'results.page'>
      return {
        queryKey: ['results.page', input] as const,
        queryFn: ({ signal }: { signal: AbortSignal }): Promise<Page> => client.call('results.page', input, { signal }),
        gcTime: KEPT_MS,
        structuralSharing: false as const,
        refetchInterval: ({ state }: { readonly state: AskedPage }) => searchAgainMs(state),
        // Only of the same place in the list: rows of another page would stand in the wrong order.
        placeholderData: (before: Page | undefined, query: { queryKey: readonly unknown[] } | undefined) =>
          page === 0 && isSamePlace(query?.queryKey[1], input) ? before : undefined,
      }
    }),
  })
  const asked = JSON.stringify(question)
  const known = answers.find(({ data, isPlaceholderData }) => data !== undefined && !isPlaceholderData)?.data
  if (known) lastTotals.current = { runId: question.runId, asked, matching: known.matching, total: known.total }
  const totals = lastTotals.current?.runId === question.runId ? lastTotals.current : null
  const seen = new Map<string, { readonly parts: readonly (Page | undefined)[]; readonly rows: GridRow[] }>()
  const rowsOf = new Map(
    pages.map((page, index) => {
      const parts = blocks.map((_, block) => answers[index * blocks.length + block]?.data)
      const key = `${page} ${blocks.join(',')}`
      const before = merged.current.get(key)
      const isSame = before?.parts.every((part, at) => part === parts[at]) ?? false
      const entry = before && isSame ? before : { parts, rows: mergeParts(parts, blocks) }
      seen.set(key, entry)
      return [page, entry.rows] as const
    }),
  )
  merged.current = seen
  const error = answers.find(({ error }) => error !== null)?.error ?? null
  return {
    matching: totals?.matching ?? null,
    total: totals?.total ?? 0,
    searched: error ? null : (known?.searched ?? null),
    rowAt: (index) => rowsOf.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS] ?? null,
    error,
    retry: () => {
      for (const { refetch } of answers) void refetch()
    },
    isStale: totals !== null && (totals.asked !== asked || answers.some(({ isPlaceholderData }) => isPlaceholderData)),
  }
}

export interface AskedPage {
  readonly data?: Pick<Page, 'searched'> | undefined
  readonly error: unknown
}

/** When a page is read again by itself: while its search goes on, and not once that has failed. */
export function searchAgainMs({ data, error }: AskedPage): number | false {
  return error !== null || data?.searched == null ? false : SEARCH_AGAIN_MS
}

function isSamePlace(key: unknown, input: { readonly offset: number; readonly columnFrom: number }): boolean {
  if (typeof key !== 'object' || key === null || !('offset' in key) || !('columnFrom' in key)) return false
  return key.offset === input.offset && key.columnFrom === input.columnFrom
}

function mergeParts(parts: readonly (Page | undefined)[], blocks: readonly number[]): GridRow[] {
  const longest = parts.reduce<Page | undefined>(
    (most, part) => ((part?.rows.length ?? 0) > (most?.rows.length ?? 0) ? part : most),
    undefined,
  )
  return (longest?.rows ?? []).map(({ evalCase }, index) => {
    const cells: (readonly Cell[] | null | undefined)[] = []
    for (const [at, block] of blocks.entries()) {
      const row = parts[at]?.rows[index]
      // Between two answers the order may have changed: another case's cells are no cells of this row.
      const isSameCase = row?.evalCase.id === evalCase.id
      for (let column = block * BLOCK_COLUMNS; column < (block + 1) * BLOCK_COLUMNS; column++)
        cells[column] = isSameCase ? row.cells[column] : undefined
    }
    return { evalCase, cells }
  })
}
