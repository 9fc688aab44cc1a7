import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import styles from './states.module.css'

export interface EmptyStateProps {
  readonly icon: IconName
  readonly title: string
  /** What this place is for, in a sentence or two. */
  readonly children: ReactNode
  /** One button: what to do first. */
  readonly action?: ReactNode
}

/** An empty page teaches with one action. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className={styles.state}>
      <Icon name={icon} size={24} />
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.text}>{children}</p>
      {action}
    </div>
  )
}

/** A part of the page that could not be read. */
export function FailedState({ error, onRetry }: { readonly error: Error; readonly onRetry?: () => void }) {
  return (
    <div className={styles.state} role="alert">
      <Icon name="warning" size={24} />
      <h2 className={styles.title}>This could not be read</h2>
      <p className={styles.text} data-selectable>
        {error.message}
      </p>
      {onRetry ? (
        <Button variant="default" onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </div>
  )
}

/** The structure of a list that is on its way. */
export function LoadingRows({ rows = 6, label = 'Loading' }: { readonly rows?: number; readonly label?: string }) {
  return (
    <div className={styles.rows} role="status" aria-label={label} data-loading>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
        <div key={index} className={styles.row} style={{ width: `${88 - ((index * 17) % 41)}%` }} />
      ))}
    </div>
  )
}
