import type { ResultRow } from '../../../shared/domain/results.ts'
import type { Store } from '../store/open-store.ts'
import type { ResultQuery } from '../store/result-store.ts'
import type { StoredRun } from '../store/run-store.ts'

/** One page of a run's grid: the cases as they were when it ran, with the cells that are there. */
export function readResultPage(
  store: Pick<Store, 'results' | 'snapshots' | 'cells'>,
  stored: StoredRun,
  { outputLimit, ...query }: ResultQuery & { readonly outputLimit: number },
): { readonly rows: ResultRow[]; readonly matching: number } {
  const { rowNos, matching } = store.results.page(stored, query)
  const rows = rowNos.flatMap((rowNo) =>
    store.snapshots.page(stored.snapshotNo, rowNo, 1).map(({ evalCase }) => ({
      evalCase,
      cells: [...store.cells.row(stored, rowNo, evalCase.id, outputLimit)],
    })),
  )
  return { rows, matching }
}
