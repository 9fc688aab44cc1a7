import type { ChoiceAgreement } from '../../../../shared/domain/comparison.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import type { Verdict } from '../../../../shared/domain/verdict.ts'
import { useRoute } from '../../../client/use-route.ts'
import { countText } from '../../../ui/figures.ts'
import styles from './compare.module.css'
import { PreferenceStatement } from './preference-statement.tsx'

export interface ReviewResultProps {
  readonly run: Run
  readonly verdict: Pick<Verdict, 'baseline' | 'candidate' | 'part' | 'candidateLabel'>
  readonly onOpenCase: (row: number) => void
}

/** What people chose blind, and how far scores, judges and others agree with them; nothing while nobody reviewed. */
export function ReviewResult({ run, verdict, onOpenCase }: ReviewResultProps) {
  const { baseline, candidate, part, candidateLabel } = verdict
  const standing = useRoute('reviews.standing', { runId: run.id, baseline, candidate, part }, { keepPrevious: true })
  if (!standing.data || standing.data.preference.cases === 0) return null
  const { reviewers, preference, agreements } = standing.data
  const names = reviewers.map((name) => (name === '' ? 'unnamed' : name)).join(', ')
  return (
    <div className={styles.result} data-testid="review-result">
      <div className={styles.resultHead}>
        <span>
          Reviewed blind by <strong>{names}</strong>
        </span>
      </div>
      <PreferenceStatement preference={preference} candidate={candidateLabel} onOpenCase={onOpenCase} />
      <ul className={styles.listed} data-testid="review-agreements">
        {agreements.map((agreement) => (
          <li key={`${agreement.kind} ${agreement.with}`}>{agreementText(agreement)}</li>
        ))}
      </ul>
    </div>
  )
}

/** "Agrees with the judge openai/gpt-5.4-mini in 41 of 50 pairs, κ 0.72 (0.55 to 0.89)" */
function agreementText({ with: other, kind, pairs, agreed, kappa, kappaInterval }: ChoiceAgreement): string {
  const start =
    kind === 'person' ? `${other} agree` : kind === 'judge' ? `Agrees with the judge ${other}` : `Agrees with ${other}`
  const range = kappaInterval === null ? '' : ` (${figure(kappaInterval.low)} to ${figure(kappaInterval.high)})`
  const beyond = kappa === null ? 'κ unknown: one answer only' : `κ ${figure(kappa)}${range}`
  return `${start} in ${countText(agreed)} of ${countText(pairs)} pairs, ${beyond}`
}

function figure(value: number): string {
  return value.toFixed(2).replace('-', '−')
}
