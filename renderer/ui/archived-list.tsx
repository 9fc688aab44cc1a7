import { Switch } from '@mantine/core'
import styles from './archived-list.module.css'

export interface ArchivedListProps {
  readonly items: readonly { readonly id: string; readonly name: string }[]
  /** "prompt". */
  readonly noun: string
  readonly isShown: boolean
  readonly onShow: (isShown: boolean) => void
  readonly onRestore: (id: string) => void
}

/** A switch at the foot of a list, and under it what is archived, each with its way back. */
export function ArchivedList({ items, noun, isShown, onShow, onRestore }: ArchivedListProps) {
  return (
    <div className={styles.foot}>
      <Switch
        label="Archived"
        checked={isShown}
        onChange={(event) => onShow(event.currentTarget.checked)}
        data-testid={`archived-${noun.replace(' ', '-')}s`}
      />
      {isShown && items.length === 0 ? <p className={styles.none}>Nothing is archived.</p> : null}
      {isShown && items.length > 0 ? (
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
