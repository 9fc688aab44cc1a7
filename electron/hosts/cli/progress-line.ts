import { formatUsd } from '../../../shared/cost/format-usd.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'

const LOG_STEP = 0.1

/** Shows a job's progress on stderr: one line that rewrites itself on a terminal, a line each tenth elsewhere. */
export function createProgressLine(title: string, stream: NodeJS.WriteStream): (job: JobSnapshot) => void {
  let nextShare = 0
  return (job) => {
    const share = job.total === 0 ? 1 : job.done / job.total
    const isOver = job.state !== 'running'
    if (stream.isTTY) {
      stream.write(`\r\u001b[K${describe(title, job)}${isOver ? '\n' : ''}`)
      return
    }
    if (share < nextShare && !isOver) return
    nextShare = share + LOG_STEP
    stream.write(`${describe(title, job)}\n`)
  }
}

function describe(title: string, job: JobSnapshot): string {
  const seconds = Math.max(0.001, (Date.parse(job.updatedAt) - Date.parse(job.startedAt)) / 1000)
  const spent = `${formatUsd(job.spentNanoUsd)}${job.hasUnpriced ? ' + unpriced' : ''}`
  const parts = [`${title}: ${job.done}/${job.total} cells`, `${(job.done / seconds).toFixed(0)}/s`, spent]
  if (job.cached > 0) parts.push(`${job.cached} cached`)
  if (job.failed > 0) parts.push(`${job.failed} failed`)
  if (job.state !== 'running') parts.push(job.state)
  return parts.join(' · ')
}
