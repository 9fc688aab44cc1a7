import { formatUsd } from '../../../shared/cost/format-usd.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { budgetText, LEVEL_WORDS, nearestBudget } from '../../client/budget-text.ts'
import { useConnection, useNavigate } from '../../client/services.tsx'
import { useCommand } from '../../client/use-command.ts'
import { useRunningJobs } from '../../client/use-job.ts'
import { useProject } from '../../client/use-project.ts'
import { useRoute } from '../../client/use-route.ts'
import styles from './frame.module.css'
import { useStopActions } from './use-stop-actions.ts'

/** What is true everywhere: which library, what was spent today, what is running. */
export function StatusBar() {
  const hello = useRoute('app.hello', {})
  const spend = useRoute('spend.today', {})
  const connection = useConnection()
  const jobs = useRunningJobs()
  useStopActions(jobs)
  const path = hello.data?.libraryPath ?? ''
  return (
    <footer className={styles.status}>
      <span className={styles.library} title={path} data-testid="status-library">
        Library {path.split(/[\\/]/).at(-1) || '…'}
      </span>
      <span
        data-testid="status-spend"
        title={spend.data?.hasUnpriced ? 'Some calls today have no known price.' : undefined}
      >
        Spent today {spend.data ? `${spend.data.hasUnpriced ? '≥ ' : ''}${formatUsd(spend.data.nanoUsd)}` : '…'}
        {spend.data && spend.data.heldNanoUsd > 0 ? `, ${formatUsd(spend.data.heldNanoUsd)} held` : null}
      </span>
      <BudgetLink />
      <div className={styles.statusRight}>
        {jobs.map((job) => (
          <RunningJob key={job.id} job={job} />
        ))}
        {connection === 'open' ? null : <span>{connection === 'connecting' ? 'Connecting…' : 'Not connected'}</span>}
        <span className="muted">Pithy {hello.data?.version}</span>
      </div>
    </footer>
  )
}

/** How near the nearest hard limit is; nothing where no limit is set. */
function BudgetLink() {
  const { go } = useNavigate()
  const { project } = useProject()
  const statuses = useRoute('spend.budgets', {}).data ?? []
  const nearest = nearestBudget(statuses, project?.id ?? null)
  if (!nearest) return null
  const word = LEVEL_WORDS[nearest.level]
  return (
    <button
      type="button"
      className={styles.budget}
      data-level={nearest.level}
      data-testid="status-budget"
      title="The limit that is nearest. Change it in Settings, under Budgets."
      onClick={() => go({ page: 'settings' })}
    >
      {budgetText(nearest)}
      {word ? `: ${word}` : ''}
    </button>
  )
}

function RunningJob({ job }: { readonly job: JobSnapshot }) {
  const cancel = useCommand('jobs.cancel')
  const percent = job.total === 0 ? 0 : Math.floor((100 * job.done) / job.total)
  return (
    <span className={styles.job} data-testid="status-job">
      <span className={styles.jobTitle} title={job.title}>
        {job.title}
      </span>
      <span
        className={styles.jobBar}
        role="progressbar"
        aria-label={job.title}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <span style={{ width: `${percent}%` }} />
      </span>
      {job.done.toLocaleString('en-US')} of {job.total.toLocaleString('en-US')} · {formatUsd(job.spentNanoUsd)}
      <button
        type="button"
        className={styles.jobCancel}
        aria-label={`Cancel ${job.title}`}
        disabled={cancel.isRunning}
        onClick={() => void cancel.run({ jobId: job.id })}
      >
        {cancel.isRunning ? 'Stopping…' : 'Cancel'}
      </button>
    </span>
  )
}
