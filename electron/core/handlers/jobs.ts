import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'

export function jobHandlers({ jobs }: CoreContext): Pick<Handlers, 'jobs.list' | 'jobs.get' | 'jobs.cancel'> {
  return {
    'jobs.list': ({ onlyRunning }) => [...jobs.list(onlyRunning)],
    'jobs.get': ({ jobId }) => jobs.get(jobId),
    'jobs.cancel': ({ jobId }) => jobs.cancel(jobId),
  }
}
