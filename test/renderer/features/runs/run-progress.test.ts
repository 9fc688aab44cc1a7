import { expect, it } from 'vitest'
import { runProgress } from '../../../../renderer/features/runs/run-progress.ts'
import { JobId } from '../../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import type { Run } from '../../../../shared/domain/run.ts'

const jobId = JobId.parse('job-2')
const counts = { cellCount: 100, doneCount: 40, errorCount: 3, costNanoUsd: 500, hasUnpriced: false }
// Only what runProgress reads.
const run = { ...counts, id: 'run', jobId, state: 'running' } as unknown as Run
const job = { id: jobId, done: 25, total: 60, failed: 1, spentNanoUsd: 200, hasUnpriced: true } as JobSnapshot

it('adds what earlier jobs of a resumed run have done', () => {
  expect(runProgress(run, job)).toEqual({ done: 65, total: 100, failed: 3, costNanoUsd: 500, hasUnpriced: true })
})

it('takes the stored counts when no job is known, or another one', () => {
  const stored = { done: 40, total: 100, failed: 3, costNanoUsd: 500, hasUnpriced: false }
  expect(runProgress(run, null)).toEqual(stored)
  expect(runProgress(run, { ...job, id: JobId.parse('job-1') })).toEqual(stored)
  expect(runProgress({ ...run, state: 'complete' }, job)).toEqual(stored)
})
