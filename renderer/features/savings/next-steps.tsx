import type { SavingsReport } from '../../../shared/domain/savings.ts'
import styles from './savings.module.css'

/** What to do first: $ per month × confidence ÷ effort. */
export function NextSteps({ report }: { readonly report: SavingsReport }) {
  const { advice, levers } = report
  return (
    <section aria-label="What to do next">
      <h2 className={styles.heading}>
        What to do next <span className="muted">$ per month × confidence ÷ effort</span>
      </h2>
      {advice.length === 0 ? (
        <p className="muted">
          No lever that was measured saves anything. The list below says what could still be measured.
        </p>
      ) : (
        <ol className={styles.steps} data-testid="savings-advice">
          {advice.map(({ leverId, sentence, confidence, isWorthIt }) => (
            <li key={leverId} data-low={!isWorthIt || undefined}>
              <strong>{levers.find(({ id }) => id === leverId)?.label ?? leverId}</strong>
              <span
                className={styles.confidence}
                title="How sure it is that this is saved without loss, by rule of thumb"
              >
                {Math.round(confidence * 100)} % sure
              </span>
              <p>{sentence}</p>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
