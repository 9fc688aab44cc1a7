import type { Client } from '../../shared/contract/client.ts'
import type { JobId } from '../../shared/domain/ids.ts'
import { isTerminal, type JobSnapshot } from '../../shared/domain/job.ts'

/** Waits for a job's end, or until it has come so far. */
export function until(
  client: Client,
  jobId: JobId,
  isEnough: (job: JobSnapshot) => boolean = () => false,
): Promise<JobSnapshot> {
  return new Promise((resolve, reject) => {
    function see(job: JobSnapshot): void {
      if (job.id !== jobId || !(isTerminal(job.state) || isEnough(job))) return
      stop()
      resolve(job)
    }
    const stop = client.on('job.changed', see)
    client.call('jobs.get', { jobId }).then(see, reject)
  })
}
