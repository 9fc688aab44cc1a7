import { isOptimizeMode, type SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { DiscordantCases } from '../../../verdict/discordant-cases.tsx'
import { VerdictStatement, VerdictTags } from '../../../verdict/verdict-statement.tsx'
import figures from '../figures.module.css'
import { SearchFigures } from '../live/race-figures.tsx'
import { RaceFigure } from '../live/race-view.tsx'
import styles from '../result.module.css'
import { FinalistCards } from './finalist-cards.tsx'
import own from './finalists.module.css'
import type { Finalist } from './finalists.ts'
import type { Choice } from './use-choice.ts'

export interface OptimizeOutcomeProps {
  readonly squeeze: SqueezeSnapshot
  readonly finalists: readonly Finalist[]
  readonly choice: Choice
}

/** What came of several candidates: the front, its ends to choose from, and the verdict of the chosen one. */
export function OptimizeOutcome({ squeeze, finalists, choice }: OptimizeOutcomeProps) {
  const chosen = finalists.find(({ arm }) => arm.id === choice.base?.id) ?? null
  const looks = finalists.filter(({ verdict }) => verdict !== null).length
  return (
    <article className={styles.card} data-testid="squeeze-finalists">
      <header className={styles.cardHead}>
        <h2 className={styles.cardTitle}>Candidates to choose from</h2>
        <span className="muted">
          {looks === 0
            ? 'None was confirmed on the hold-out.'
            : looks === 1
              ? 'One was confirmed on the hold-out.'
              : `${looks} were confirmed on the hold-out, each held to a stricter level for it (Holm).`}
        </span>
      </header>
      <div className={own.front}>
        <div className={own.choices}>
          <FinalistCards finalists={finalists} chosen={chosen?.arm.id ?? null} onChoose={choice.takeArm} />
          {isOptimizeMode(squeeze.spec.mode) ? (
            <dl className={figures.figures}>
              <SearchFigures squeeze={squeeze} />
            </dl>
          ) : null}
        </div>
        <RaceFigure squeeze={squeeze} />
      </div>
      {chosen ? <ChosenVerdict finalist={chosen} /> : null}
    </article>
  )
}

function ChosenVerdict({ finalist: { arm, number, verdict } }: { readonly finalist: Finalist }) {
  return (
    <section className={own.chosenVerdict} aria-label={`Verdict on candidate ${number}`} data-testid="squeeze-verdict">
      <header className={styles.cardHead}>
        <h3 className={styles.cardTitle}>
          {number}: {arm.label}
        </h3>
        {verdict ? <VerdictTags verdict={verdict} /> : null}
      </header>
      {verdict ? (
        <>
          <VerdictStatement verdict={verdict} />
          <DiscordantCases verdict={verdict} onOpenCase={null} />
        </>
      ) : (
        <p className={styles.cardText}>
          It was chosen by {arm.n} development cases and not looked at on the hold-out: it looks better than it is. Save
          it and run both on all cases to have a verdict.
        </p>
      )}
    </section>
  )
}
