import type { ReactNode } from 'react'
import styles from './settings-group.module.css'

export interface SettingsGroupProps {
  readonly title: string
  /** What the group is about, in a sentence. */
  readonly note?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A titled group of settings. */
export function SettingsGroup({ title, note, actions, children }: SettingsGroupProps) {
  return (
    <section aria-label={title}>
      <header className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <div className={styles.actions}>{actions}</div>
      </header>
      {note ? <p className={styles.note}>{note}</p> : null}
      {children}
    </section>
  )
}
