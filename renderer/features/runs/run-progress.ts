import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { Run } from '../../../shared/domain/run.ts'

export interface RunProgress {
  /** Cells of the whole run, those of earlier jobs included. */
  readonly done: number
  readonly total: number
  readonly failed: number
  readonly costNanoUsd: number
  readonly hasUnpriced: boolean
}

/** How far a run is: by its job while one works on it, since the stored counts lag behind. */
export function runProgress(run: Run, job: JobSnapshot | null): RunProgress {
  const { cellCount: total, doneCount, errorCount, costNanoUsd, hasUnpriced } = run
  if (run.state !== 'running' || job === null || job.id !== run.jobId)
    return { done: doneCount, total, failed: errorCount, costNanoUsd, hasUnpriced }
  return {
    done: Math.max(0, Math.min(total, total - job.total + job.done)),
    total,
    // The job counts its own only; what earlier jobs left is in the stored sums, which follow behind.
    failed: Math.max(errorCount, job.failed),
    costNanoUsd: Math.max(costNanoUsd, job.spentNanoUsd),
    hasUnpriced: hasUnpriced || job.hasUnpriced,
  }
}
