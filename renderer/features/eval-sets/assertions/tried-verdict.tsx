import type { ReactNode } from 'react'
import type { AssertionResult } from '../../../../shared/domain/score.ts'
import { Icon } from '../../../ui/icon.tsx'
import styles from './assertions.module.css'

/** A verdict that is not there yet, or never will be, with the reason; what can be done about it stands behind. */
export function OpenVerdict({ title, text, action }: { title: string; text: string; action?: ReactNode }) {
  return (
    <li className={styles.verdict} data-testid="verdict">
      <span className={styles.waiting}>·</span>
      <strong>{title}</strong>
      <span className={styles.reason}>{text}</span>
      {action ? <span className={styles.action}>{action}</span> : null}
    </li>
  )
}

/** What an assertion says of the output that is tried. */
export function TriedVerdict({ title, result, note }: { title: string; result: AssertionResult; note?: string }) {
  const { hasPassed, reason } = result
  return (
    <li className={styles.verdict} data-passed={hasPassed ?? undefined} data-testid="verdict">
      <Icon name={hasPassed === null ? 'info' : hasPassed ? 'check' : 'cancel'} size={14} />
      <strong>
        {title}: {hasPassed === null ? 'not judged' : hasPassed ? 'passed' : 'failed'}
      </strong>
      <span className={styles.reason} data-selectable>
        {reason}
        {note ? ` ${note}` : ''}
      </span>
    </li>
  )
}
