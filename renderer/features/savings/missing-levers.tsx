import type { LeverCard, SavingsReport } from '../../../shared/domain/savings.ts'
import { EmbeddingChoice } from './embedding-choice.tsx'
import { LeverActions } from './lever-actions.tsx'
import styles from './savings.module.css'
import type { Savings } from './use-savings.ts'

/** Levers that nothing is known about yet: what is missing, and how to get it. */
export function MissingLevers({
  savings,
  report,
  levers,
}: {
  readonly savings: Savings
  readonly report: SavingsReport
  readonly levers: readonly LeverCard[]
}) {
  if (levers.length === 0) return null
  return (
    <section aria-label="Levers without data">
      <h2 className={styles.heading}>
        Not measured yet <span className="muted">what each of them lacks</span>
      </h2>
      <ul className={styles.missing}>
        {levers.map((lever) => (
          <li key={lever.id} data-testid={`lever-${lever.id}`}>
            <strong>{lever.label}</strong>
            {lever.finding.kind === 'no-data' ? (
              <>
                <p>
                  {lever.finding.missing} <span className="muted">{lever.finding.remedy}</span>
                </p>
                <div className={styles.missingActions}>
                  <LeverActions actions={lever.finding.actions} lever={lever} savings={savings} />
                </div>
                {/* Spelling may see nothing alike where a model does; routing lacks other things. */}
                {lever.id === 'semantic-cache' ? (
                  <EmbeddingChoice lever={lever} savings={savings} report={report} />
                ) : null}
              </>
            ) : lever.finding.kind === 'failed' ? (
              <p className={styles.failed}>{lever.finding.message}</p>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
