import { AppError } from '../../../shared/contract/errors.ts'
import type { JobId, RunId } from '../../../shared/domain/ids.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'
import { type AgainChoice, isUnderWay } from '../../../shared/domain/run.ts'
import type { CoreContext } from '../core-context.ts'
import type { CellRef } from '../store/ledger-store.ts'
import type { StoredRun } from '../store/run-store.ts'
import { startRunJob } from './run-job.ts'

/**
 * Asks cells of a run once more, past the cache; each new answer takes the place of the old one, and where none comes the old one
 * stays.
 *
 * @throws AppError `conflict` while a job works on the run, for a batch run, or when no cell is meant
 */
export async function askAgain(core: CoreContext, runId: RunId, choice: AgainChoice): Promise<JobId> {
  const stored = core.store.runs.get(runId)
  const { run } = stored
  if (isUnderWay(run))
    throw new AppError('conflict', `The run "${run.name}" is not finished. Wait for it, or cancel it first.`)
  if (run.spec.mode === 'batch')
    throw new AppError(
      'conflict',
      `"${run.name}" went by batch, which asks for whole runs only. Start a new run instead.`,
    )
  const refs = refsOf(core, stored, choice)
  if (refs.length === 0) throw new AppError('conflict', 'No cell of the run is meant: nothing was asked.')
  const indexOf = ({ rowNo, columnNo, repeatNo }: Omit<CellRef, 'runNo'>) =>
    (rowNo * run.columns.length + columnNo) * run.spec.repeats + repeatNo
  const isMeant = new Uint8Array(run.cellCount)
  for (const ref of refs) isMeant[indexOf(ref)] = 1
  return await startRunJob(core, stored, {
    isSkipped: (ref) => isMeant[indexOf(ref)] !== 1,
    total: refs.length,
    isAgain: true,
  })
}

/** How many cells would be asked, and about what that costs, by what the run's answers cost on average; null = unknown. */
export function previewAgain(
  core: CoreContext,
  runId: RunId,
  choice: AgainChoice,
): { readonly cells: number; readonly neededNanoUsd: NanoUsd | null } {
  const stored = core.store.runs.get(runId)
  const { doneCount, errorCount, costNanoUsd, hasUnpriced } = stored.run
  const cells = refsOf(core, stored, choice).length
  const answered = doneCount - errorCount
  return { cells, neededNanoUsd: answered === 0 || hasUnpriced ? null : Math.ceil((costNanoUsd / answered) * cells) }
}

function refsOf({ store }: CoreContext, stored: StoredRun, { which, column, caseId }: AgainChoice) {
  const columnNo =
    column && stored.run.columns.findIndex((c) => c.variantId === column.variantId && c.modelId === column.modelId)
  const rowNo = caseId && store.snapshots.rowOf(stored.snapshotNo, caseId)
  return store.results.cellsToAskAgain(stored, { which, columnNo, rowNo: caseId === null ? null : (rowNo ?? -1) })
}
