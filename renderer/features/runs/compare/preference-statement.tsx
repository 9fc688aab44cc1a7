import type { Preference } from '../../../../shared/domain/comparison.ts'
import { netText } from '../../../../shared/verdict/preference-sentence.ts'
import { caveatText } from '../../../../shared/verdict/verdict-sentence.ts'
import { IntervalBar } from '../../../charts/interval-bar.tsx'
import { countText, percentText, plural } from '../../../ui/figures.ts'
import styles from './compare.module.css'

export interface PreferenceStatementProps {
  readonly preference: Preference
  readonly candidate: string
  readonly onOpenCase: (row: number) => void
}

const SHOWN = 8

/** Which column was preferred: its sentence, the interval against no preference, and the cases with what was said of them. */
export function PreferenceStatement({ preference, candidate, onOpenCase }: PreferenceStatementProps) {
  const { sentence, net, netInterval, listed, caveats, cases } = preference
  return (
    <>
      <p className={styles.sentence} data-testid="preference-sentence" data-selectable>
        {sentence}
      </p>
      {net === null || netInterval === null ? null : (
        <div className={styles.plot}>
          <IntervalBar
            {...netInterval}
            value={net}
            limit={0}
            reference={null}
            isHighGood
            format={(value) =>
              `${value < -0.0005 ? '−' : value > 0.0005 ? '+' : ''}${Math.abs(value * 100).toFixed(1)}`
            }
            limitLabel={`no preference; right of it: ${candidate} preferred`}
            referenceLabel={null}
            description={`Wins less losses of ${candidate}: ${netText(preference)}; above 0 ${candidate} is preferred.`}
          />
        </div>
      )}
      {cases === 0 ? null : <Facts preference={preference} />}
      {caveats.length > 0 && cases > 0 ? (
        <ul className={styles.caveats} data-testid="preference-caveats">
          {caveats.map((caveat) => (
            <li key={caveat}>{caveatText(caveat, { cases, leftOut: 0, notJudged: 0 })}</li>
          ))}
        </ul>
      ) : null}
      {listed.length === 0 ? null : (
        <ul className={styles.listed} data-testid="preference-cases">
          {listed.slice(0, SHOWN).map(({ caseId, position, row, preference: own, reason }) => (
            <li key={caseId}>
              <button type="button" className={styles.caseLink} onClick={() => onOpenCase(row)} title={reason}>
                <span className={styles.mark} data-tone={own < 0 ? 'bad' : 'good'}>
                  {own < 0 ? '− loses' : '+ wins'}
                </span>
                Case {countText(position)}
                <span className={styles.reason}>{reason}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {listed.length > SHOWN ? (
        <p className="muted">{plural(listed.length - SHOWN, 'more case')} with a preference.</p>
      ) : null}
    </>
  )
}

function Facts({ preference }: { readonly preference: Preference }) {
  const { test, consistency, same, alpha } = preference
  const level = Number(((1 - alpha) * 100).toFixed(1))
  const facts = [
    `${test}; each bound at ${level} %`,
    ...(consistency === null ? [] : [`same word in both orders in ${percentText(consistency)} of the pairs`]),
    ...(same === 0 ? [] : [`${countText(same)} answers word for word the same`]),
  ]
  return <p className="muted">{facts.join(' · ')}</p>
}
