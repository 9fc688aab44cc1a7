import { useState } from 'react'
import type { Verdict } from '../../shared/domain/verdict.ts'
import { countText } from '../ui/figures.ts'
import styles from './discordant-cases.module.css'

const SHOWN = 8

/** The cases that came out differently, losses first; each leads to its row in the results, where there is one. */
export function DiscordantCases({
  verdict,
  onOpenCase,
}: {
  readonly verdict: Verdict
  /** Null where there is no table of results to open. */
  readonly onOpenCase: ((row: number) => void) | null
}) {
  const [isOpen, setIsOpen] = useState(false)
  const { discordant, losses, gains } = verdict
  const all = losses + gains
  if (verdict.cases === 0) return null
  if (all === 0) return <p className={styles.note}>No case came out differently.</p>
  const shown = isOpen ? discordant : discordant.slice(0, SHOWN)
  return (
    <section aria-label="Cases that came out differently">
      <h3 className={styles.subtitle}>Cases that came out differently: {countText(all)}</h3>
      <ul className={styles.discordant} data-testid="verdict-discordant">
        {shown.map(({ caseId, position, row, baselineScore, candidateScore }) => {
          const isLoss = candidateScore < baselineScore
          return (
            <li key={caseId}>
              <button
                type="button"
                className={styles.caseLink}
                disabled={onOpenCase === null}
                onClick={() => onOpenCase?.(row)}
              >
                <span className={styles.mark} data-tone={isLoss ? 'bad' : 'good'}>
                  {isLoss ? '− lost' : '+ gained'}
                </span>
                Case {countText(position)}
                <span className="muted tabular">
                  {scoreText(baselineScore)} → {scoreText(candidateScore)}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
      {discordant.length > SHOWN ? (
        <button type="button" className={styles.more} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? 'Show fewer' : `Show all ${countText(discordant.length)}`}
        </button>
      ) : null}
      {all > discordant.length ? (
        <p className={styles.note}>{countText(all - discordant.length)} more are not listed.</p>
      ) : null}
    </section>
  )
}

function scoreText(score: number): string {
  return Number.isInteger(score) ? String(score) : score.toFixed(2)
}
