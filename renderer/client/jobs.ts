import type { QueryClient } from '@tanstack/react-query'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../shared/contract/client.ts'
import type { JobId } from '../../shared/domain/ids.ts'
import { isTerminal, type JobSnapshot } from '../../shared/domain/job.ts'
import { readAgain } from './read-again.ts'

export interface Jobs {
  readonly byId: ReadonlyMap<JobId, JobSnapshot>
  /** Keeps the snapshot unless a later one is known already. */
  readonly keep: (job: JobSnapshot) => void
  /** Reads the running jobs: at the start and after the connection was lost. */
  readonly refresh: () => void
}

/** All jobs heard of since the page opened. Events may come twice or out of order; the highest revision holds. */
export function createJobs(client: Client, queries: QueryClient): StoreApi<Jobs> {
  const jobs = createStore<Jobs>()((set, get) => ({
    byId: new Map(),
    keep(job) {
      const known = get().byId.get(job.id)
      if (known && known.revision >= job.revision) return
      set({ byId: new Map(get().byId).set(job.id, job) })
      if (isTerminal(job.state) && known?.state !== job.state) finish(queries)
    },
    refresh() {
      const running = [...get().byId.values()].filter((job) => !isTerminal(job.state))
      // A job that ended while nobody listened is no longer in the list of running ones: ask for it by its id.
      for (const { id } of running) void client.call('jobs.get', { jobId: id }).then(get().keep, ignore)
      void client.call('jobs.list', { onlyRunning: true }).then((list) => list.forEach(get().keep), ignore)
    },
  }))
  client.on('job.changed', (job) => {
    jobs.getState().keep(job)
  })
  return jobs
}

function finish(queries: QueryClient): void {
  readAgain(queries, (route) => /^(runs|results|spend|compress|squeeze|comparisons|reviews)\./.test(route))
}

function ignore(): void {
  // The status bar already says that the connection is lost.
}
