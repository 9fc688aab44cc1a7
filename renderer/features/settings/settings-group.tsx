import type { ReactNode } from 'react'
import { Explain } from '../../ui/explain.tsx'
import type { Word } from '../../ui/words.ts'
import styles from './settings-group.module.css'

export interface SettingsGroupProps {
  readonly title: string
  /** The word of the product that the title stands for: a "?" beside it explains it. */
  readonly word?: Word | undefined
  /** What the group is about, in a sentence. */
  readonly note?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A titled group of settings. */
export function SettingsGroup({ title, word, note, actions, children }: SettingsGroupProps) {
  return (
    <section aria-label={title}>
      <header className={styles.head}>
        <h2 className={styles.title}>
          {title}
          {word ? <Explain word={word} /> : null}
        </h2>
        <div className={styles.actions}>{actions}</div>
      </header>
      {note ? <p className={styles.note}>{note}</p> : null}
      {children}
    </section>
  )
}
