import type { SqueezeArm } from '../../../../shared/domain/squeeze.ts'
import { costText, differenceText } from '../../../../shared/verdict/verdict-sentence.ts'
import { plural } from '../../../ui/figures.ts'
import { Tag } from '../../../ui/marks.tsx'
import { VerdictTags } from '../../../verdict/verdict-statement.tsx'
import styles from './finalists.module.css'
import type { Finalist, FinalistRole } from './finalists.ts'

const ROLES: Readonly<Record<FinalistRole, { readonly text: string; readonly title: string }>> = {
  knee: { text: 'knee', title: 'The best compromise: from here on, a little more of one costs much of the other' },
  cheapest: { text: 'cheapest', title: 'The cheapest of the front that holds the quality' },
  best: { text: 'best', title: 'The best answers of the front' },
}

export interface FinalistCardsProps {
  readonly finalists: readonly Finalist[]
  readonly chosen: string | null
  readonly onChoose: (arm: SqueezeArm) => void
}

/** The ends of the front side by side; choosing one shows its verdict, and takes its edits. */
export function FinalistCards({ finalists, chosen, onChoose }: FinalistCardsProps) {
  return (
    <ul className={styles.finalists} aria-label="Candidates to choose from">
      {finalists.map((finalist) => (
        <li key={finalist.arm.id}>
          <button
            type="button"
            className={styles.finalist}
            aria-pressed={finalist.arm.id === chosen}
            onClick={() => onChoose(finalist.arm)}
            data-testid="squeeze-finalist"
            data-roles={finalist.roles.join(' ')}
          >
            <FinalistText finalist={finalist} />
          </button>
        </li>
      ))}
    </ul>
  )
}

function FinalistText({ finalist: { arm, number, roles, verdict, isWinner } }: { readonly finalist: Finalist }) {
  return (
    <>
      <span className={styles.finalistHead}>
        <strong>{number}</strong>
        {roles.map((role) => (
          <span key={role} title={ROLES[role].title}>
            <Tag>{ROLES[role].text}</Tag>
          </span>
        ))}
        {isWinner ? <Tag tone="good">★ saved</Tag> : null}
      </span>
      <span className={styles.finalistFigure}>
        {costText(verdict ?? { costRatio: arm.costRatio, costRatioInterval: null })}
      </span>
      <span>{differenceText(verdict?.difference ?? arm.difference, verdict?.differenceInterval ?? null)}</span>
      <span className={styles.finalistHead}>
        {verdict ? (
          <VerdictTags verdict={verdict} />
        ) : (
          <Tag tone="warn">not confirmed: {plural(arm.n, 'development case')}</Tag>
        )}
      </span>
    </>
  )
}
