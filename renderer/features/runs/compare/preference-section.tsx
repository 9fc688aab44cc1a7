import { Button } from '@mantine/core'
import { useState } from 'react'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { Comparison } from '../../../../shared/domain/comparison.ts'
import { isTerminal } from '../../../../shared/domain/job.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import type { Verdict } from '../../../../shared/domain/verdict.ts'
import { useCommand } from '../../../client/use-command.ts'
import { useJob } from '../../../client/use-job.ts'
import { countText } from '../../../ui/figures.ts'
import { Tag } from '../../../ui/marks.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import styles from './compare.module.css'
import { CompareDialog } from './compare-dialog.tsx'
import { PreferenceStatement } from './preference-statement.tsx'
import { ReviewResult } from './review-result.tsx'

export interface PreferenceSectionProps {
  readonly run: Run
  readonly verdict: Verdict
  /** Of this pair. */
  readonly comparisons: readonly Comparison[]
  readonly onOpenCase: (row: number) => void
  readonly onReview: () => void
}

/** What judges and people preferred, side by side: for answers that no assertion can tell apart. */
export function PreferenceSection({ run, verdict, comparisons, onOpenCase, onReview }: PreferenceSectionProps) {
  const [isAsking, setIsAsking] = useState(false)
  const { baselineLabel, candidateLabel } = verdict
  return (
    <section className={styles.section} aria-label="Preferred, side by side" data-testid="preference-section">
      <div className={styles.head}>
        <h3>Side by side: which answer is better?</h3>
        <Button variant="default" onClick={() => setIsAsking(true)} data-testid="compare-open">
          Let a judge compare…
        </Button>
        <Button variant="default" onClick={onReview} data-testid="review-open">
          Review blind
        </Button>
      </div>
      {comparisons.map((comparison) => (
        <JudgeResult key={comparison.id} comparison={comparison} candidate={candidateLabel} onOpenCase={onOpenCase} />
      ))}
      <ReviewResult run={run} verdict={verdict} onOpenCase={onOpenCase} />
      {isAsking ? (
        <CompareDialog
          run={run}
          columns={{ baseline: verdict.baseline, candidate: verdict.candidate, part: verdict.part }}
          names={`${candidateLabel} against ${baselineLabel}`}
          onClose={() => setIsAsking(false)}
        />
      ) : null}
    </section>
  )
}

interface JudgeResultProps {
  readonly comparison: Comparison
  readonly candidate: string
  readonly onOpenCase: (row: number) => void
}

function JudgeResult({ comparison, candidate, onOpenCase }: JudgeResultProps) {
  const { judgeModelId, criteria, jobId, costNanoUsd, hasUnpriced, kinModelIds, preference, isSimulation } = comparison
  const job = useJob(jobId)
  const cancel = useCommand('jobs.cancel')
  const isRunning = job !== null && !isTerminal(job.state)
  return (
    <div className={styles.result} data-testid="comparison">
      <div className={styles.resultHead}>
        <span>
          Judge <strong>{judgeModelId}</strong>
          {isSimulation ? ' · simulation' : ''}
          {criteria === '' ? '' : `: ${criteria}`}
        </span>
        <Tag tone={preference.isProven ? 'good' : 'warn'}>{preference.isProven ? 'proven' : 'indicative'}</Tag>
        <span className="muted">{hasUnpriced ? 'unpriced' : formatUsd(costNanoUsd)}</span>
        {isRunning ? (
          <>
            <ProgressBar done={job.done} total={job.total} label="Pairs compared" />
            <span className="muted tabular">
              {countText(job.done)} of {countText(job.total)}
            </span>
            <Button variant="subtle" onClick={() => jobId && void cancel.run({ jobId })} data-testid="comparison-stop">
              Stop
            </Button>
          </>
        ) : null}
      </div>
      {job?.error && !isRunning ? (
        <p className={styles.problem} role="status" data-testid="comparison-error">
          {job.error.message}
        </p>
      ) : null}
      {kinModelIds.length > 0 ? (
        <p className={styles.kin}>
          The judge is of one family with {kinModelIds.join(', ')}, and models tend to prefer their own kind.
        </p>
      ) : null}
      {preference.cases === 0 && isRunning ? null : (
        <PreferenceStatement preference={preference} candidate={candidate} onOpenCase={onOpenCase} />
      )}
    </div>
  )
}
