import type { JobId } from '../../../../shared/domain/ids.ts'
import type { WireError } from '../../../../shared/domain/wire-error.ts'
import type { CellStore } from '../../store/cell-store.ts'
import type { LedgerStore } from '../../store/ledger-store.ts'
import { failedCell } from './failed-cell.ts'

/** Attempts of a job that ended without an answer stay held, each with a failed cell that says why. */
export function holdOpenAttempts(
  { cells, ledger }: { readonly cells: CellStore; readonly ledger: LedgerStore },
  jobId: JobId,
  { error, nowMs }: { readonly error: WireError; readonly nowMs: number },
): void {
  for (const { cell, attempt } of ledger.keepOpenOf(jobId, nowMs)) {
    if (cell && !cells.isAnswered(cell))
      cells.put(cell, failedCell({ error, attempts: attempt, mayHaveBeenBilled: true }))
  }
}
