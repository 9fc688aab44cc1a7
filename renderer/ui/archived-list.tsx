import { Switch } from '@mantine/core'
import { useState } from 'react'
import styles from './archived-list.module.css'

export interface ArchivedListProps {
  readonly items: readonly { readonly id: string; readonly name: string }[]
  /** "prompt". */
  readonly noun: string
  readonly onRestore: (id: string) => void
}

/** A switch at the foot of a list, and under it what is archived, each with its way back; nothing where nothing is. */
export function ArchivedList({ items, noun, onRestore }: ArchivedListProps) {
  const [isShown, setIsShown] = useState(false)
  if (items.length === 0) return null
  return (
    <div className={styles.foot}>
      <Switch
        label={`Archived (${items.length.toLocaleString('en-US')})`}
        checked={isShown}
        onChange={(event) => setIsShown(event.currentTarget.checked)}
        data-testid={`archived-${noun.replace(' ', '-')}s`}
      />
      {isShown ? (
        <ul className={styles.list} aria-label={`Archived ${noun}s`}>
          {items.map(({ id, name }) => (
            <li key={id} className={styles.item}>
              <span className={styles.name} title={name}>
                {name}
              </span>
              <button
                type="button"
                className={styles.restore}
                aria-label={`Bring back ${noun} ${name}`}
                onClick={() => onRestore(id)}
              >
                Bring back
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
