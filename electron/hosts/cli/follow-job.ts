import type { Client } from '../../../shared/contract/client.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import { isTerminal, type JobSnapshot } from '../../../shared/domain/job.ts'
import { createProgressLine } from './progress-line.ts'

/** Waits for a job's end and shows its progress; Ctrl+C cancels it, keeps what was paid for, and waits for the end. */
export async function followJob(client: Client, jobId: JobId, title: string): Promise<JobSnapshot> {
  const show = createProgressLine(title, process.stderr)
  const cancel = () => void client.call('jobs.cancel', { jobId })
  process.once('SIGINT', cancel)
  process.once('SIGTERM', cancel)
  try {
    return await new Promise<JobSnapshot>((resolve, reject) => {
      let revision = -1
      function see(job: JobSnapshot): void {
        if (job.id !== jobId || job.revision <= revision) return
        revision = job.revision
        show(job)
        if (!isTerminal(job.state)) return
        stop()
        resolve(job)
      }
      // Subscribe first, then read: an end between the two would be missed the other way round.
      const stop = client.on('job.changed', see)
      client.call('jobs.get', { jobId }).then(see, reject)
    })
  } finally {
    process.off('SIGINT', cancel)
    process.off('SIGTERM', cancel)
  }
}
