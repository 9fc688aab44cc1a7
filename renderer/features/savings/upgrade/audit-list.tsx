import type { AuditFinding } from '../../../../shared/domain/upgrade.ts'
import { Tag, type Tone } from '../../../ui/marks.tsx'
import styles from './upgrade.module.css'

const WEIGHTS: Readonly<Record<AuditFinding['weight'], { readonly text: string; readonly tone: Tone }>> = {
  breaks: { text: '✗ breaks', tone: 'bad' },
  costs: { text: '$ costs', tone: 'warn' },
  check: { text: '? check', tone: 'neutral' },
}

/** What the audit found, what breaks first. */
export function AuditList({ findings }: { readonly findings: readonly AuditFinding[] }) {
  return (
    <section aria-label="Audit of the prompt">
      <h2 className={styles.heading}>Audit of the prompt</h2>
      {findings.length === 0 ? (
        <p className="muted">Nothing in the prompt or its parameters is stale for this model.</p>
      ) : (
        <ul className={styles.findings} data-testid="upgrade-findings">
          {findings.map(({ ruleId, weight, message, quote, place }) => (
            <li key={`${ruleId} ${place?.messageIndex ?? ''} ${place?.start ?? ''}`}>
              <Tag tone={WEIGHTS[weight].tone}>{WEIGHTS[weight].text}</Tag>
              <div>
                <p>{message}</p>
                {quote === '' ? null : <p className={styles.quote}>{quote}</p>}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
