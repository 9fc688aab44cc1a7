import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import type { ColumnSummary } from '../../../../shared/domain/results.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { describeCuts } from '../../../../shared/evaluate/describe-cut.ts'
import { describeOtherModel } from '../../../../shared/evaluate/describe-other-model.ts'
import { useNavigate } from '../../../client/services.tsx'
import { useCommand } from '../../../client/use-command.ts'
import { countText, durationText, momentText, plural } from '../../../ui/figures.ts'
import { Icon } from '../../../ui/icon.tsx'
import { Tag } from '../../../ui/marks.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { runProgress } from '../run-progress.ts'
import { useResumeRun } from '../use-resume-run.tsx'
import { BatchPanel } from './batch-panel.tsx'
import styles from './run-page.module.css'
import { useJobRate } from './use-job-rate.ts'

export interface RunStripProps {
  readonly run: Run
  /** The latest job of the run. */
  readonly job: JobSnapshot | null
  readonly columns: readonly ColumnSummary[]
}

/** What the run is, how far it is, what it cost, and what can be done about it now. */
export function RunStrip({ run, job, columns }: RunStripProps) {
  const { go } = useNavigate()
  const rate = useJobRate(job)
  const cancel = useCommand('jobs.cancel')
  const { resume, isResuming, dialog } = useResumeRun()
  const isRunning = run.state === 'running'
  const { done, total, failed, costNanoUsd, hasUnpriced } = runProgress(run, job)
  const leftMs = rate && rate > 0 ? ((total - done) / rate) * 1000 : null
  const cut = describeCuts(columns)
  const canAskErrorsAgain = run.state === 'complete' && run.errorCount > 0
  return (
    <div className={styles.strip} data-testid="run-strip">
      <div className={styles.facts}>
        <Fact name="eval set">
          {run.evalSetName}, {plural(run.caseCount, 'case')}
          {run.spec.repeats > 1 ? ` × ${run.spec.repeats}` : ''}
        </Fact>
        <Fact name="cells">
          <span data-testid="run-done">
            {done === total ? countText(total) : `${countText(done)} of ${countText(total)}`}
          </span>
          {failed > 0 ? <Tag tone="bad">{plural(failed, 'error')}</Tag> : null}
          {isRunning && (job?.cached ?? 0) > 0 ? (
            <span className="muted">{countText(job?.cached ?? 0)} cached</span>
          ) : null}
        </Fact>
        <Fact name={isRunning ? 'spent so far' : 'cost'}>
          <span data-testid="run-cost">{formatUsd(costNanoUsd)}</span>
          {hasUnpriced ? <span className="muted">and unpriced calls</span> : null}
          {run.spec.budgetNanoUsd === null ? null : (
            <span className="muted">of {formatUsd(run.spec.budgetNanoUsd)} budget</span>
          )}
        </Fact>
        {isRunning ? (
          <>
            <Fact name="rate">{rate === null ? '–' : `${rate.toFixed(rate < 10 ? 1 : 0)} cells/s`}</Fact>
            <Fact name="time left">{leftMs === null ? '–' : `≈ ${durationText(leftMs)}`}</Fact>
          </>
        ) : (
          <Fact name="created">{momentText(run.createdAt)}</Fact>
        )}
        {run.spec.mayStopEarly ? (
          <Fact name="early stop">
            <span
              data-testid="run-early-stop"
              title="An answer that cannot pass any more is ended; its usage is then an estimate."
            >
              on
            </span>
          </Fact>
        ) : null}
        <Fact name="hash">
          <span className="mono" title={`SHA-256 of cases and assertions: ${run.evalSetHash}`} data-selectable>
            {run.evalSetHash.slice(0, 8)}
          </span>
        </Fact>
        {columns.some(({ isSimulation }) => isSimulation) ? (
          <span className={styles.simulation} data-testid="simulation-note">
            Simulation: says nothing about real models
          </span>
        ) : null}
        <div className={styles.stripActions}>
          {isRunning && job ? (
            <Button
              variant="default"
              loading={cancel.isRunning}
              onClick={() => void cancel.run({ jobId: job.id })}
              data-testid="run-cancel"
            >
              Cancel
            </Button>
          ) : null}
          {run.state === 'incomplete' || canAskErrorsAgain ? (
            <Button
              variant={run.state === 'incomplete' ? 'filled' : 'default'}
              loading={isResuming}
              onClick={() => void resume(run)}
              data-testid="run-resume"
            >
              {canAskErrorsAgain ? `Ask ${plural(run.errorCount, 'error')} again` : 'Resume'}
            </Button>
          ) : null}
        </div>
      </div>
      {isRunning ? <ProgressBar done={done} total={total} label="Progress of the run" /> : null}
      {run.state === 'waiting' ? (
        <p className={styles.reason} role="status" data-testid="run-waiting">
          <Icon name="info" size={14} /> Batches of this run are with the provider. Their answers come within a day,
          also while Pithy is closed.
        </p>
      ) : null}
      {run.otherModels.map((other) => (
        <p
          key={`${other.asked} ${other.answeredBy}`}
          className={styles.reason}
          role="status"
          data-testid="run-other-model"
        >
          <Icon name="warning" size={14} /> {describeOtherModel(other)}
        </p>
      ))}
      {cut.length > 0 ? (
        <p className={styles.reason} role="status" data-testid="run-cut">
          <Icon name="warning" size={14} /> {cut[0]}
          {cut.length > 1 ? ` ${cut.length > 2 ? 'So do' : 'So does'} ${plural(cut.length - 1, 'other column')}.` : ''}
        </p>
      ) : null}
      {run.spec.mode === 'batch' ? <BatchPanel run={run} /> : null}
      {run.state === 'incomplete' ? (
        <p className={styles.reason} role="status" data-testid="run-reason">
          <Icon name="warning" size={14} /> {reasonOf(job)} What is answered is kept; Resume asks only for the rest.
          {job?.error?.code === 'budget-exceeded' ? (
            <Button
              variant="subtle"
              size="compact-xs"
              style={{ flex: 'none' }}
              onClick={() => go({ page: 'settings' })}
            >
              Budgets in Settings
            </Button>
          ) : null}
        </p>
      ) : null}
      {dialog}
    </div>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <span className={styles.factName}>{name}</span>
      <span className={styles.factValue}>{children}</span>
    </div>
  )
}

function reasonOf(job: JobSnapshot | null): string {
  if (job?.error) return job.error.message
  if (job?.state === 'cancelled') return 'The run was cancelled.'
  if (job?.state === 'interrupted') return 'The run was interrupted: Pithy ended while it was under way.'
  return 'Some cells have no answer yet.'
}
