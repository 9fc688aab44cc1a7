import { beforeEach, expect, test, vi } from 'vitest'
import { watchJobs } from '../../../../electron/hosts/desktop/watch-jobs.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'

const bar = vi.hoisted((): number[] => [])
vi.mock('electron', () => ({
  BrowserWindow: { getAllWindows: () => [{ setProgressBar: (ratio: number) => bar.push(ratio) }] },
  Notification: { isSupported: () => false },
}))
beforeEach(() => {
  bar.length = 0
})

const at = '2026-01-02T12:00:00.000Z'
// The fields that are read.
const job = { id: 'a', state: 'running', done: 1, total: 4, startedAt: at, updatedAt: at } as unknown as JobSnapshot

test('the bar shows how far all running work is, and goes with the last of it', () => {
  const { onJob } = watchJobs(async () => false)
  onJob(job)
  onJob({ ...job, done: 3 })
  onJob({ ...job, state: 'succeeded' })
  expect(bar).toEqual([0.25, 0.75, -1])
})

test('the bar goes when the engine that ran the work is gone', () => {
  const { onJob, forget } = watchJobs(async () => false)
  onJob(job)
  forget()
  expect(bar).toEqual([0.25, -1])
})
