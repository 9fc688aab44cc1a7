import type { ReactNode } from 'react'
import { Explain } from './explain.tsx'
import styles from './section.module.css'
import type { Word } from './words.ts'

/** A titled part of a side pane. */
export function Section({
  title,
  word,
  aside,
  children,
}: {
  readonly title: string
  /** The word of the product that the title stands for: a "?" beside it explains it. */
  readonly word?: Word | undefined
  readonly aside?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <section className={styles.section} aria-label={title}>
      <header className={styles.head}>
        <h2 className={styles.title}>
          {title}
          {word ? <Explain word={word} /> : null}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  )
}
