import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { formatUsd } from '../../../shared/cost/format-usd.ts'
import type { LeverCard, LeverEstimate, SavingsReport } from '../../../shared/domain/savings.ts'
import { plural } from '../../ui/figures.ts'
import { EmbeddingChoice } from './embedding-choice.tsx'
import { LeverActions } from './lever-actions.tsx'
import styles from './lever-card.module.css'
import { LeverCurveView } from './lever-curve-view.tsx'
import { QualityTag } from './quality-tag.tsx'
import type { Savings } from './use-savings.ts'

interface LeverCardViewProps {
  readonly lever: LeverCard
  readonly savings: Savings
  readonly report: SavingsReport
}

/** One lever that was measured: its saving, its verdict, its method, its button. */
export function LeverCardView({ lever, savings, report }: LeverCardViewProps) {
  const [hasMore, setHasMore] = useState(false)
  const { finding } = lever
  if (finding.kind !== 'estimate') return null
  const defaults = report.levers.filter(({ isTaken }) => isTaken).map(({ id }) => id)
  const taken = savings.choice.leverIds ?? defaults
  const isTaken = taken.includes(lever.id)

  function take(wanted: boolean): void {
    const family = lever.family
    const rivals = report.levers.filter((other) => family !== null && other.family === family).map(({ id }) => id)
    const others = taken.filter((id) => id !== lever.id && !(wanted && rivals.includes(id)))
    // In the order of the cards, which "As listed" follows.
    const next = report.levers.map(({ id }) => id).filter((id) => others.includes(id) || (wanted && id === lever.id))
    savings.change({ leverIds: next })
  }

  return (
    <article
      className={styles.card}
      data-testid={`lever-${lever.id}`}
      data-taken={isTaken || undefined}
      data-open={hasMore || undefined}
    >
      <header className={styles.head}>
        <Checkbox
          label={lever.label}
          classNames={{ label: styles.name ?? '' }}
          checked={isTaken}
          onChange={(event) => take(event.currentTarget.checked)}
          aria-label={`${lever.label}: in the sum`}
        />
        <QualityTag quality={finding.quality} />
      </header>
      <Amount finding={finding} today={report.todayNanoUsd} />
      <p className={styles.choice}>{finding.choice}</p>
      <p className={styles.quality}>{finding.quality.sentence}</p>
      <div className={styles.buttons}>
        <LeverActions actions={finding.actions} lever={lever} savings={savings} />
        <Button variant="subtle" onClick={() => setHasMore(!hasMore)} aria-expanded={hasMore}>
          {hasMore ? 'Less' : finding.curves.length > 0 ? 'Curve and method' : 'Method'}
        </Button>
      </div>
      <EmbeddingChoice lever={lever} savings={savings} report={report} />
      {hasMore ? (
        <div className={styles.more}>
          {finding.curves.length > 0 ? (
            <div className={styles.curves}>
              {finding.curves.map((curve) => (
                <LeverCurveView key={curve.title} curve={curve} runName={report.run.name} />
              ))}
            </div>
          ) : null}
          <p>{finding.method}</p>
          <p className="muted">
            {plural(finding.evidence.cases, 'case')} of “{report.run.name}”; interval over the cases, 95 %.
          </p>
          {finding.notes.length > 0 ? (
            <ul>
              {finding.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          ) : null}
        </div>
      ) : null}
    </article>
  )
}

function Amount({ finding, today }: { readonly finding: LeverEstimate; readonly today: number | null }) {
  const { savedNanoUsd: saved, savedInterval } = finding
  const share = today ? saved / today : 0
  return (
    <p className={styles.amount} data-tone={saved > 0 ? 'good' : saved < 0 ? 'bad' : undefined}>
      <strong>{saved === 0 ? 'no change' : `${saved > 0 ? 'saves' : 'costs'} ≈ ${formatUsd(Math.abs(saved))}`}</strong>
      <span>
        {saved === 0 ? '' : '/ month'}
        {savedInterval
          ? ` (${formatUsd(Math.round(savedInterval.low))} to ${formatUsd(Math.round(savedInterval.high))})`
          : ''}
        {share === 0
          ? ''
          : ` · ${share > 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(Math.abs(share) < 0.1 ? 1 : 0)} %`}
      </span>
    </p>
  )
}
