import type { ResultRow } from '../../../../shared/domain/results.ts'
import type { Store } from '../../store/open-store.ts'
import type { ResultQuery } from '../../store/result-store.ts'
import type { StoredRun } from '../../store/run-store.ts'

export interface PageQuery extends ResultQuery {
  /** Characters after which an output is cut; null = whole. */
  readonly outputLimit: number | null
  /** Only the cells of these columns; absent = all. */
  readonly columns?: { readonly from: number; readonly count: number }
}

/** One page of a run's grid: the cases as they were when it ran, with the cells that are there. */
export function readResultPage(
  store: Pick<Store, 'results' | 'snapshots' | 'cells'>,
  stored: StoredRun,
  { outputLimit, columns, ...query }: PageQuery,
): { readonly rows: ResultRow[]; readonly matching: number } {
  const { rowNos, matching } = store.results.page(stored, query)
  const rows = rowNos.flatMap((rowNo) =>
    store.snapshots.page(stored.snapshotNo, rowNo, 1).map(({ evalCase }) => ({
      evalCase,
      cells: [...store.cells.row(stored, rowNo, evalCase.id, { outputLimit, ...(columns ? { columns } : {}) })],
    })),
  )
  return { rows, matching }
}
