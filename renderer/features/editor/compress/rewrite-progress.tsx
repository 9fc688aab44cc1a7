import { Button } from '@mantine/core'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { useCommand } from '../../../client/use-command.ts'
import styles from './compress.module.css'

/** A rewrite at work, cancelled or failed. */
export function RewriteProgress({ job, onClose }: { readonly job: JobSnapshot; readonly onClose: () => void }) {
  const cancel = useCommand('jobs.cancel')
  const percent = job.total === 0 ? 0 : Math.round((100 * job.done) / job.total)
  if (job.state !== 'running') {
    return (
      <div className={styles.message} role="alert">
        <p>{job.error?.message ?? (job.state === 'cancelled' ? 'Cancelled. Nothing was changed.' : 'Interrupted.')}</p>
        <p className="muted">Spent {formatUsd(job.spentNanoUsd)}.</p>
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
      </div>
    )
  }
  return (
    <div className={styles.form} data-testid="rewrite-progress">
      <div className={styles.progress}>
        <span
          className={styles.track}
          role="progressbar"
          aria-label="Rewriting"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
        >
          <span style={{ width: `${percent}%` }} />
        </span>
        <span className="tabular">
          {job.done} of {job.total} segments
        </span>
      </div>
      <div className={styles.progress} style={{ justifyContent: 'space-between' }}>
        <span className="muted">Spent {formatUsd(job.spentNanoUsd)}</span>
        <Button variant="default" loading={cancel.isRunning} onClick={() => void cancel.run({ jobId: job.id })}>
          Cancel
        </Button>
      </div>
    </div>
  )
}
