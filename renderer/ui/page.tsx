import type { ReactNode } from 'react'
import styles from './page.module.css'

export interface PageProps {
  readonly title: ReactNode
  /** What is shown small beside the title: a count, a state. */
  readonly detail?: ReactNode
  /** On the right; the primary action last. */
  readonly actions?: ReactNode
  /** False where the page scrolls its parts itself. */
  readonly hasPadding?: boolean
  readonly children: ReactNode
}

/** A page of the work area: a head of one line, and what is under it. */
export function Page({ title, detail, actions, hasPadding = true, children }: PageProps) {
  return (
    <section className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title}>{title}</h1>
        {detail ? <div className={styles.detail}>{detail}</div> : null}
        <div className={styles.actions}>{actions}</div>
      </header>
      <div className={hasPadding ? styles.scrolling : styles.body}>{children}</div>
    </section>
  )
}
