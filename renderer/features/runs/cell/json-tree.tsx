import { useState } from 'react'
import { plural } from '../../../ui/figures.ts'
import styles from './cell-detail.module.css'

const SHOWN_ENTRIES = 100
/** Deeper values are written out: nobody unfolds them one by one, and a stack has its limits. */
const MAX_DEPTH = 40

/** A JSON value with parts that fold; the first two levels are open. */
export function JsonTree({
  value,
  name,
  depth = 0,
}: {
  readonly value: unknown
  readonly name?: string
  readonly depth?: number
}) {
  const [isOpen, setIsOpen] = useState(depth < 2)
  const [limit, setLimit] = useState(SHOWN_ENTRIES)
  const label = name === undefined ? null : <span className={styles.jsonName}>{name}: </span>
  if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH)
    return (
      <div className={styles.jsonLeaf}>
        {label}
        <span data-kind={value === null ? 'null' : typeof value}>{JSON.stringify(value)}</span>
      </div>
    )
  const entries = Object.entries(value)
  const what = Array.isArray(value) ? plural(entries.length, 'item') : plural(entries.length, 'field')
  return (
    <details open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)} className={styles.json}>
      <summary>
        {label}
        <span className="muted">{what}</span>
      </summary>
      {isOpen ? (
        <div className={styles.jsonInside}>
          {entries.slice(0, limit).map(([key, item]) => (
            <JsonTree key={key} name={key} value={item} depth={depth + 1} />
          ))}
          {entries.length > limit ? (
            <button type="button" className={styles.repeat} onClick={() => setLimit(limit * 10)}>
              {plural(entries.length - limit, 'more entry').replace('entrys', 'entries')}
            </button>
          ) : null}
        </div>
      ) : null}
    </details>
  )
}
