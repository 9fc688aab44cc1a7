import { BrowserWindow, Notification } from 'electron'
import { isTerminal, type JobSnapshot } from '../../../shared/domain/job.ts'
import { jobNotice } from './job-notice.ts'

/** Less than this, and whoever started it has not yet looked away. */
const LONG_MS = 20_000

export interface JobWatch {
  readonly onJob: (job: JobSnapshot) => void
  /** For jobs whose end is never told, because the engine that ran them is gone. */
  readonly forget: () => void
}

/** Shows running work in the dock or taskbar, and tells the end of long work where Pithy is not being looked at. */
export function watchJobs(mayNotify: () => Promise<boolean>): JobWatch {
  const running = new Map<string, JobSnapshot>()
  return {
    onJob(job) {
      if (isTerminal(job.state)) {
        const wasRunning = running.delete(job.id)
        if (wasRunning && durationMs(job) >= LONG_MS) void tellEnd(job, mayNotify)
      } else running.set(job.id, job)
      showProgress()
    },
    forget() {
      running.clear()
      showProgress()
    },
  }

  function showProgress(): void {
    const ratio = progressRatio([...running.values()])
    for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(ratio ?? -1)
  }
}

/** Of all steps together; null when nothing runs. Above 1 the bar shows that there is no telling. */
function progressRatio(jobs: readonly JobSnapshot[]): number | null {
  if (jobs.length === 0) return null
  const total = jobs.reduce((sum, job) => sum + job.total, 0)
  return total === 0 ? 2 : jobs.reduce((sum, job) => sum + job.done, 0) / total
}

async function tellEnd(job: JobSnapshot, mayNotify: () => Promise<boolean>): Promise<void> {
  const notice = jobNotice(job)
  const [window] = BrowserWindow.getAllWindows()
  if (notice === null || !window || window.isFocused() || !Notification.isSupported()) return
  if (!(await mayNotify())) return
  const notification = new Notification(notice)
  notification.on('click', () => {
    if (window.isDestroyed()) return
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  notification.show()
}

function durationMs({ startedAt, updatedAt }: JobSnapshot): number {
  return Date.parse(updatedAt) - Date.parse(startedAt)
}
