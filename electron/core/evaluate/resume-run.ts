import { AppError } from '../../../shared/contract/errors.ts'
import { providerTags } from '../../../shared/domain/call-tag.ts'
import type { JobId, RunId } from '../../../shared/domain/ids.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'
import type { CoreContext } from '../core-context.ts'
import type { CellRef } from '../store/ledger-store.ts'
import type { StoredRun } from '../store/run-store.ts'
import { hasSharedLimit } from './calls/budget-statuses.ts'
import { tagsOfRun } from './calls/tags-of-cell.ts'
import { unjudgedCount } from './judge/unjudged-count.ts'
import { startRunJob } from './run-job.ts'

export interface ResumeOptions {
  /** Asks failed cells again although an attempt of theirs may have been billed. */
  readonly mayPayAgain: boolean
  /** Undefined = as it was; null = none. */
  readonly budgetNanoUsd: NanoUsd | null | undefined
}

/**
 * Plans a run again, minus the cells that are answered; answers that were not judged go to the judge only.
 *
 * @throws AppError `conflict` while a job works on it, or when nothing is left to ask
 */
export async function resumeRun(core: CoreContext, runId: RunId, options: ResumeOptions): Promise<JobId> {
  const { store } = core
  const { budgetNanoUsd, mayPayAgain } = options
  if (budgetNanoUsd !== undefined) store.runs.setBudget(store.runs.get(runId), budgetNanoUsd)
  const stored = store.runs.get(runId)
  if (stored.run.state === 'running') throw new AppError('conflict', `The run "${stored.run.name}" is still running.`)
  if (stored.run.state === 'waiting')
    throw new AppError(
      'conflict',
      `The run "${stored.run.name}" waits for batches. Collect them first, or cancel and then collect them.`,
    )
  const { spec } = stored.run
  const tags = tagsOfRun(stored.run)
  const unpriced = [...stored.models, ...stored.judges].find((model) => {
    if (model.price !== null) return false
    const about = { projectId: spec.projectId, tags: [...tags, ...providerTags([model])] }
    return spec.budgetNanoUsd !== null || hasSharedLimit(store, about, core.ports.now())
  })
  if (unpriced) {
    const remedy =
      spec.budgetNanoUsd === null
        ? 'Take the limit away in Settings, or enter its price in Models and start a new run.'
        : 'Resume without one.'
    throw new AppError('bad-input', `${unpriced.label} is unpriced, so that no budget can be kept. ${remedy}`)
  }
  const { skipped, held, isSkipped } = readSkipped(core, stored, mayPayAgain)
  const total = stored.run.cellCount - skipped
  const unjudged = unjudgedCount(store, stored)
  if (total + unjudged > 0) return await startRunJob(core, stored, { isSkipped, total: total + unjudged, unjudged })
  throw new AppError(
    'conflict',
    held === 0
      ? `Every cell of the run "${stored.run.name}" is answered.`
      : `What is missing of the run "${stored.run.name}" may have been billed (${held} cells). ` +
          'Resume it with paying again allowed.',
  )
}

function readSkipped({ store }: CoreContext, stored: StoredRun, mayPayAgain: boolean) {
  const { columns, cellCount, spec } = stored.run
  const indexOf = ({ rowNo, columnNo, repeatNo }: CellRef) =>
    (rowNo * columns.length + columnNo) * spec.repeats + repeatNo
  const isSkippedAt = new Uint8Array(cellCount)
  let skipped = 0
  let held = 0
  store.cells.forEachState(stored.no, (ref, state, mayHaveBeenBilled) => {
    const isHeld = state === 'failed' && mayHaveBeenBilled && !mayPayAgain
    if (state === 'failed' && !isHeld) return
    if (isHeld) held++
    isSkippedAt[indexOf(ref)] = 1
    skipped++
  })
  return { skipped, held, isSkipped: (ref: CellRef) => isSkippedAt[indexOf(ref)] === 1 }
}
