import type { ReactNode } from 'react'
import styles from './action-bar.module.css'

export interface ActionBarProps {
  /** What will happen, then the buttons that make it happen. */
  readonly children: ReactNode
  readonly testId?: string
}

/** The foot of a pane that ends in an action. */
export function ActionBar({ children, testId }: ActionBarProps) {
  return (
    <footer className={styles.bar} data-testid={testId}>
      {children}
    </footer>
  )
}
