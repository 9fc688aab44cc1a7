import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { JobId } from '../../shared/domain/ids.ts'
import { isTerminal, type JobSnapshot } from '../../shared/domain/job.ts'
import { useServices } from './services.tsx'
import { useRoute } from './use-route.ts'

/** The latest snapshot of a job, live; null while it is unknown or `jobId` is null. */
export function useJob(jobId: JobId | null): JobSnapshot | null {
  const { jobs } = useServices()
  const live = useStore(jobs, (store) => (jobId ? (store.byId.get(jobId) ?? null) : null))
  const { data } = useRoute('jobs.get', jobId && !live ? { jobId } : null)
  useEffect(() => {
    if (data) jobs.getState().keep(data)
  }, [data, jobs])
  return live
}

/** Running jobs, the oldest first. */
export function useRunningJobs(): readonly JobSnapshot[] {
  const byId = useStore(useServices().jobs, (store) => store.byId)
  return useMemo(
    () =>
      [...byId.values()].filter((job) => !isTerminal(job.state)).sort((a, b) => a.startedAt.localeCompare(b.startedAt)),
    [byId],
  )
}
